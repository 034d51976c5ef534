package io.pagestream.jobs.embedded;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** What a Flink cluster inside this JVM needs less of than a real one. */
public final class SmallCluster {

    private static final String HERE = "localhost";

    private SmallCluster() {}

    /**
     * {@code config} with little memory for a cluster of its own, and with ports that only this machine can reach: whoever
     * reaches Flink's ports can run code. What a person has set stays.
     */
    public static Configuration defaults(Configuration config) {
        Configuration small = new Configuration();
        small.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        small.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        small.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        small.set(JobManagerOptions.BIND_HOST, HERE);
        small.set(TaskManagerOptions.BIND_HOST, HERE);
        small.set(RestOptions.BIND_ADDRESS, HERE);
        small.set(RestOptions.ADDRESS, HERE);
        small.set(RestOptions.BIND_PORT, "0");
        small.set(WebOptions.SUBMIT_ENABLE, false);
        small.set(CoreOptions.TMP_DIRS, OwnFolder.path().toString());
        small.addAll(config);
        return small;
    }
}
