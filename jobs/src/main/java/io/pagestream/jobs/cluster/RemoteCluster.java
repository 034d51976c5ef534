package io.pagestream.jobs.cluster;

import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink lets only its environments exchange the environment that a job gets; that is why this is one. */
@SuppressWarnings("try") // the environment is Flink's, and so is what its close() throws
final class RemoteCluster extends StreamExecutionEnvironment {

    private RemoteCluster(Configuration config) {
        super(config);
    }

    /**
     * Runs {@code start}; a job that asks for its environment meanwhile gets one that submits to the cluster named in its
     * configuration, as {@code flink run} arranges it.
     */
    static <T> T submitting(Callable<T> start) throws Exception {
        initializeContextEnvironment(config -> new RemoteCluster(new Configuration(config)));
        try {
            return start.call();
        } finally {
            resetContextEnvironment();
        }
    }
}
