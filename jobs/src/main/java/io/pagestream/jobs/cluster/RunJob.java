package io.pagestream.jobs.cluster;

import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.StreamArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.embedded.SmallCluster;
import io.pagestream.jobs.stream.RunStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the job that reads from Kafka and writes to topics, files or tables. */
@Command(
        name = "run",
        description =
                "Run the stream: requests from Kafka; results, answers, dead letters to Kafka, files or PostgreSQL.",
        footer = {
            "",
            "The job runs in this process until it is stopped, or on a Flink cluster with --submit. On a cluster the",
            "five library modules must lie in Flink's lib folder: see deploy/README.md.",
            "",
            "Examples:",
            "  pagestream run --config deploy/pagestream.yaml",
            "  pagestream run --config deploy/pagestream.yaml --submit flink.example:8081"
        })
public final class RunJob implements Callable<Integer> {

    /** Set by the start script: the folder of the project. */
    public static final String HOME = "pagestream.home";

    @Mixin
    private StreamArguments stream;

    @Option(
            names = "--submit",
            paramLabel = "HOST:PORT",
            description = "REST address of a Flink cluster; the job is handed to it and goes on there.")
    private String cluster;

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "The job's jar for --submit. Default: the one that ./mvnw package builds.")
    private Path jar;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public RunJob(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws Exception {
        Configuration options = stream.configuration();
        if (cluster == null) {
            streams.say("the job runs in this process; end it with Ctrl-C");
            JobClient job = RunStream.start(SmallCluster.defaults(options));
            wait(job);
            return ExitCode.DONE;
        }
        address(cluster, options);
        options.set(PipelineOptions.JARS, List.of(jar().toAbsolutePath().toUri().toString()));
        JobClient job = RemoteCluster.submitting(() -> RunStream.start(options));
        streams.out().println(job.getJobID());
        streams.say("the job " + job.getJobID() + " runs on " + cluster);
        return ExitCode.DONE;
    }

    private static void wait(JobClient job) throws InterruptedException {
        try {
            job.getJobExecutionResult().get();
        } catch (ExecutionException e) {
            throw new CommandFailure("the job failed: " + CommandFailure.sentenceOf(e), e);
        }
    }

    static void address(String cluster, Configuration options) {
        int colon = cluster.lastIndexOf(':');
        String port = cluster.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("--submit needs HOST:PORT, for example localhost:8081, got " + cluster);
        }
        options.set(DeploymentOptions.TARGET, "remote");
        options.set(DeploymentOptions.ATTACHED, false);
        options.set(RestOptions.ADDRESS, cluster.substring(0, colon));
        options.set(RestOptions.PORT, Integer.parseInt(port));
    }

    private Path jar() {
        Path file = jar != null ? jar : Path.of(System.getProperty(HOME, "."), "jobs/target/pagestream-job.jar");
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no job jar at " + file
                    + "; build it with ./mvnw -DskipTests package, or name it with --jar");
        }
        return file;
    }
}
