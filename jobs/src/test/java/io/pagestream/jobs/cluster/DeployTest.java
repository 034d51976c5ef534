package io.pagestream.jobs.cluster;

import static io.pagestream.jobs.cluster.DeployFiles.DEPLOY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.jobs.stream.RunStream;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations in {@code deploy/} say what the code understands. */
class DeployTest {

    @Test
    void the_sample_configuration_is_accepted() throws Exception {
        Configuration config = RunStream.read(DEPLOY.resolve("pagestream.yaml"));

        assertThat(PipelineOptions.from(config).access().allowedRoots()).containsExactly("file:///data/documents");
        assertThat(KafkaOptions.from(config).client()).containsEntry("bootstrap.servers", "localhost:9092");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagestream.yaml", "compose/pagestream.yaml", "compose/pagestream-gpu.yaml"})
    void every_key_of_a_configuration_exists(String file) throws Exception {
        Configuration config = RunStream.read(DEPLOY.resolve(file));

        PipelineOptions.from(config).checkCapacity(2);
        KafkaOptions.from(config);
        assertThat(KnownOptions.ofPagestream())
                .containsAll(config.keySet().stream()
                        .filter(key -> key.startsWith("pagestream."))
                        .toList());
        assertThat(KnownOptions.ofFlink())
                .containsAll(config.keySet().stream()
                        .filter(key -> !key.startsWith("pagestream.") && !key.startsWith("kafka."))
                        .toList());
    }

    @Test
    void with_a_card_only_model_device_and_sizes_differ() throws Exception {
        Configuration without = RunStream.read(DEPLOY.resolve("compose/pagestream.yaml"));
        Configuration with = RunStream.read(DEPLOY.resolve("compose/pagestream-gpu.yaml"));

        List<String> different = with.keySet().stream()
                .filter(key -> !with.toMap().get(key).equals(without.toMap().get(key)))
                .toList();

        assertThat(with.keySet()).containsAll(without.keySet());
        assertThat(different)
                .allMatch(key -> key.matches(
                        "pagestream\\.(model|device|engine\\..*|(read|ask)\\.capacity|decode\\.processes)"));
    }

    @Test
    void the_images_are_configured_as_any_cluster_is_told_to_be() throws Exception {
        Map<String, String> image = DeployFiles.texts(DeployFiles.yaml("flink/config.yaml"));
        Map<String, String> lines = DeployFiles.texts(DeployFiles.yaml("flink-config.yaml"));

        assertThat(KnownOptions.ofFlink()).containsAll(image.keySet()).containsAll(lines.keySet());
        // The memory depends on the model; whoever starts a TaskManager says it.
        lines.remove("taskmanager.memory.task.off-heap.size");
        assertThat(image).containsAllEntriesOf(lines);
    }

    @Test
    void the_topics_are_those_that_the_stream_uses() throws Exception {
        assertThat(topics())
                .extracting(topic -> topic.get("name").asText())
                .containsExactly(
                        KafkaOptions.REQUESTS.defaultValue(),
                        KafkaOptions.RESULTS.defaultValue(),
                        KafkaOptions.ANSWERS.defaultValue(),
                        KafkaOptions.DEAD_LETTERS.defaultValue());
    }

    /** The script of the compose file, with a program in place of Kafka's that prints what it was told. */
    @Test
    void the_script_makes_the_topics_as_they_are_described() throws Exception {
        List<String> expected = new ArrayList<>();
        for (JsonNode topic : topics()) {
            StringBuilder call = new StringBuilder("--bootstrap-server kafka:1 --create --if-not-exists --topic ")
                    .append(topic.get("name").asText())
                    .append(" --partitions ")
                    .append(topic.get("partitions").asText())
                    .append(" --replication-factor 3");
            topic.get("config")
                    .properties()
                    .forEach(entry -> call.append(" --config ")
                            .append(entry.getKey())
                            .append('=')
                            .append(entry.getValue().asText()));
            expected.add(call.toString());
        }

        assertThat(createTopics()).isEqualTo(expected);
    }

    private static List<JsonNode> topics() throws IOException {
        List<JsonNode> topics = new ArrayList<>();
        DeployFiles.yaml("topics.yaml").get("topics").forEach(topics::add);
        return topics;
    }

    private static List<String> createTopics() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "create-topics.sh", "kafka:1", "../topics.yaml")
                .directory(DEPLOY.resolve("compose").toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("KAFKA_TOPICS", "echo", "REPLICAS", "3"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.lines().toList();
    }
}
