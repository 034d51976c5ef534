package io.pagestream.operators.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

class OptionsAreDocumentedTest {

    @Test
    void everyOptionHasARowInTheDocumentOnRunningAndNoRowIsLeftOver() throws IOException {
        List<String> keys = new ArrayList<>();
        for (Class<?> options :
                List.of(PipelineKeys.class, SinkOptions.class, KafkaOptions.class, RegistryOptions.class)) {
            for (Field field : options.getDeclaredFields()) {
                if (ConfigOption.class.isAssignableFrom(field.getType())) {
                    keys.add(key(field));
                }
            }
        }

        List<String> documented;
        try (Stream<String> lines = Files.lines(Path.of("..", "docs", "running.md"))) {
            documented = lines.filter(line -> line.startsWith("| `pagestream."))
                    .map(line -> line.substring(3, line.indexOf('`', 3)))
                    .toList();
        }

        assertThat(documented).containsExactlyInAnyOrderElementsOf(keys);
    }

    private static String key(Field field) {
        try {
            return ((ConfigOption<?>) field.get(null)).key();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " has to be public, so that a test can read it", e);
        }
    }
}
