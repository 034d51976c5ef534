package io.pagestream.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.stream.RunStream;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.RegistryOptions;
import io.pagestream.operators.options.SinkOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** The files in {@code deploy/} say what the code understands. */
class DeployTest {

    private static final Path DEPLOY = Path.of("../deploy");

    @Test
    void the_sample_configuration_is_accepted() throws Exception {
        Configuration config = RunStream.read(DEPLOY.resolve("pagestream.yaml"));

        assertThat(PipelineOptions.from(config).access().allowedRoots()).containsExactly("file:///data/documents");
        assertThat(KafkaOptions.from(config).client()).containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void every_key_of_the_sample_configuration_exists() throws Exception {
        List<String> known = new ArrayList<>();
        for (Class<?> keys :
                List.of(PipelineKeys.class, SinkOptions.class, KafkaOptions.class, RegistryOptions.class)) {
            for (Field field : keys.getDeclaredFields()) {
                if (Modifier.isPublic(field.getModifiers()) && field.getType() == ConfigOption.class) {
                    known.add(((ConfigOption<?>) field.get(null)).key());
                }
            }
        }

        Stream<String> used = RunStream.read(DEPLOY.resolve("pagestream.yaml")).keySet().stream()
                .filter(key -> key.startsWith("pagestream."));

        assertThat(known).containsAll(used.toList());
    }

    @Test
    void the_topics_are_those_that_the_stream_uses() throws Exception {
        List<String> names;
        try (Stream<String> lines = Files.lines(DEPLOY.resolve("topics.yaml"))) {
            names = lines.filter(line -> line.contains("- name: "))
                    .map(line -> line.substring(line.indexOf(": ") + 2))
                    .toList();
        }

        assertThat(names)
                .containsExactly(
                        KafkaOptions.REQUESTS.defaultValue(),
                        KafkaOptions.RESULTS.defaultValue(),
                        KafkaOptions.ANSWERS.defaultValue(),
                        KafkaOptions.DEAD_LETTERS.defaultValue());
    }
}
