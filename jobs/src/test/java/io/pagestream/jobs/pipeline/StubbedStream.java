package io.pagestream.jobs.pipeline;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.DocumentSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The stream that users run, from Kafka to Kafka, with another engine. */
public final class StubbedStream {

    private StubbedStream() {}

    /**
     * Submits it as {@code config} says; gives the id of the job.
     *
     * @param config with the cluster's address, and the jars of the job and of {@link #jar}
     */
    public static String submit(Configuration config, StubEngines engines, ResultSinks sinks) throws Exception {
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(config);
        KafkaOptions topics = KafkaOptions.from(config);
        new OcrPipeline(PipelineOptions.from(config), engines, DocumentSources.kafka(topics), sinks).attachTo(env);
        return env.executeAsync("stubbed").getJobID().toString();
    }

    /** Writes the classes that workers need beside the job's jar. */
    public static void jar(Path file) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (String name : List.of("BarCode", "StubEngines", "StubEngines$Engine")) {
                String path = StubbedStream.class.getPackageName().replace('.', '/') + "/" + name + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (var bytes = StubbedStream.class.getClassLoader().getResourceAsStream(path)) {
                    bytes.transferTo(jar);
                }
            }
        }
    }
}
