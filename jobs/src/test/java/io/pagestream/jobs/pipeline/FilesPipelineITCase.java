package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.formats.Format;
import io.pagestream.operators.metrics.Progress;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.DocumentSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole house without Kafka: a folder in, a folder out, the embedded model on the CPU. */
class FilesPipelineITCase {

    @TempDir
    Path folder;

    @Test
    void aFolderOfDocumentsBecomesAFolderOfResults() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = folder.resolve("out");
        Files.write(in.resolve("page.png"), TestDocuments.image("page_portrait.png"));
        Files.write(in.resolve("two.pdf"), TestDocuments.pdf(2));
        Files.write(in.resolve("pixels-lost.png"), TestDocuments.corruptPng());
        Files.write(in.resolve("lost.pdf"), TestDocuments.corruptPdf());
        run(in, out);

        assertThat(names(out))
                .containsExactlyInAnyOrder(
                        "answers.jsonl",
                        "dead-letters.jsonl",
                        "results.jsonl",
                        "page.png.md",
                        "two.pdf.md",
                        "pixels-lost.png.md");
        assertThat(Files.readAllLines(out.resolve("results.jsonl")))
                .hasSize(3)
                .anyMatch(line -> line.contains("two.pdf") && line.contains("COMPLETE"))
                .anyMatch(line -> line.contains("pixels-lost.png") && line.contains("PARTIAL"));
        assertThat(Files.readAllLines(out.resolve("dead-letters.jsonl")))
                .hasSize(2)
                .anyMatch(line -> line.contains("pixels-lost.png"))
                .anyMatch(line -> line.contains("lost.pdf"));
        Progress progress = Progress.of(folder.toString());
        assertThat(progress.documentsFound()).isEqualTo(4);
        assertThat(progress.documentsDone()).isEqualTo(4);
        assertThat(progress.pagesFound()).isEqualTo(4);
        assertThat(progress.pagesDone()).isEqualTo(3);
        assertThat(progress.pagesFailed()).isEqualTo(1);
        assertThat(progress.deadLetters()).isEqualTo(2);
    }

    private void run(Path in, Path out) throws Exception {
        Configuration config = new Configuration();
        config.set(PipelineKeys.DEVICE, "cpu:f32");
        config.set(PipelineKeys.MAX_TILES, 1);
        config.set(PipelineKeys.MAX_READ_TOKENS, 4);
        config.set(PipelineKeys.RUN_ID, folder.toString());
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(in.toString()));
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "none");

        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(2);
        ResultSinks sinks = ResultSinks.files(
                out, List.of(Format.MARKDOWN), PipelineOptions.from(config).access());
        new OcrPipeline(
                        PipelineOptions.from(config),
                        DocumentSources.files(List.of(in.toString())),
                        sinks.results(),
                        sinks.answers(),
                        sinks.deadLetters())
                .attachTo(env);
        env.execute("files");
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
