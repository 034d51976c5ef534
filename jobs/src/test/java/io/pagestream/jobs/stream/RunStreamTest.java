package io.pagestream.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.SinkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStreamTest {

    @TempDir
    Path folder;

    @Test
    void aConfigurationMayBeNestedOrDotted() throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                pagestream:
                  model: /models/internvl
                  page:
                    timeout: 90 s
                  source:
                    allowed-roots: [/data/in, "https://docs.example/"]
                kafka.bootstrap.servers: "a:9092,b:9092"
                kafka:
                  security:
                    protocol: SSL
                parallelism.default: 3
                """);

        Configuration config = RunStream.read(file);

        PipelineOptions options = PipelineOptions.from(config);
        assertThat(options.engine().modelFolder()).isEqualTo("/models/internvl");
        assertThat(options.stream().pageTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(options.access().allowedRoots()).containsExactly("/data/in", "https://docs.example/");
        assertThat(KafkaOptions.from(config).client())
                .containsEntry("bootstrap.servers", "a:9092,b:9092")
                .containsEntry("security.protocol", "SSL");
        assertThat(config.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(3);
    }

    @Test
    void aFileThatIsNoConfigurationIsNamed() throws IOException {
        Path absent = folder.resolve("absent.yaml");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "a: [1, 2");

        assertThatThrownBy(() -> RunStream.read(absent))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> RunStream.read(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken");
    }

    @Test
    void transactionsMustOutliveCheckpoints() {
        Configuration config = config("execution.checkpointing.interval", "10 min");

        assertThatThrownBy(() -> RunStream.start(config))
                .hasMessageContaining("transaction-timeout (PT15M)")
                .hasMessageContaining("interval (PT10M)");
    }

    @Test
    void withoutCheckpointsNothingWouldEverBeFinal() {
        Configuration config = config("execution.checkpointing.interval", "0 s");

        assertThatThrownBy(() -> RunStream.start(config))
                .hasMessageContaining("execution.checkpointing.interval (PT0S)")
                .hasMessageContaining("pagestream.sink=KAFKA");
    }

    @Test
    void checkpointsThatCountTwiceContradictResultsThatAreThereOnce() {
        Configuration config = config("execution.checkpointing.mode", "AT_LEAST_ONCE");

        assertThatThrownBy(() -> RunStream.start(config))
                .hasMessageContaining("execution.checkpointing.mode=AT_LEAST_ONCE")
                .hasMessageContaining("pagestream.delivery=EXACTLY_ONCE");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedBeforeTheJobStarts() {
        SinkOptions sink = SinkOptions.from(Configuration.fromMap(
                Map.of("pagestream.sink", "jdbc", "pagestream.jdbc.url", "jdbc:postgresql://localhost:1/pagestream")));

        assertThatThrownBy(() -> Database.requireTables(sink, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no database answers for pagestream.jdbc.url")
                .hasMessageContaining("localhost:1");
    }

    @Test
    void aResultMustFitIntoARecord() {
        Configuration config = config(PipelineKeys.CLAIM_ABOVE.key(), "2 mb");

        assertThatThrownBy(() -> RunStream.start(config))
                .hasMessageContaining("pagestream.result.claim-above (2 mb)")
                .hasMessageContaining("1024000 bytes");
    }

    @Test
    void tablesTakeResultsOfAnySizeAndAreNotGivenReferences() {
        Configuration config = config(PipelineKeys.CLAIM_ABOVE.key(), "2 mb");
        config.setString("pagestream.sink", "jdbc");
        config.setString("pagestream.jdbc.url", "jdbc:postgresql://localhost:1/pagestream");

        assertThatThrownBy(() -> RunStream.start(config))
                .hasMessageContaining("pagestream.result.claim-above is set")
                .hasMessageContaining("a row of its own");
    }

    @Test
    void withoutServersNothingStarts() {
        assertThatThrownBy(() -> RunStream.start(new Configuration())).hasMessageContaining("kafka.bootstrap.servers");
    }

    private static Configuration config(String key, String value) {
        return Configuration.fromMap(Map.of("kafka.bootstrap.servers", "localhost:1", key, value));
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamedBeforeTheJobStarts() {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap.servers", "localhost:1");
        config.setString("kafka.default.api.timeout.ms", "300");
        config.setString("kafka.request.timeout.ms", "300");

        assertThatThrownBy(() -> RunStream.start(config))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no Kafka broker answers")
                .hasMessageContaining("localhost:1");
    }
}
