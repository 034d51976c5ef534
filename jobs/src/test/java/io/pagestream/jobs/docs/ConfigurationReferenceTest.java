package io.pagestream.jobs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.RegistryOptions;
import io.pagestream.operators.options.SinkOptions;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.BlockElement;
import org.apache.flink.configuration.description.TextElement;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/configuration.md} against the options. */
class ConfigurationReferenceTest {

    private static final List<Class<?>> OPTIONS =
            List.of(PipelineKeys.class, SinkOptions.class, KafkaOptions.class, RegistryOptions.class);

    private static final String HEAD = """
            # Options

            %s
            Keys of a YAML file for `run --config`, and of `--set KEY=VALUE`, which every command takes that reads. What contradicts something
            else, or is out of its range, is refused before anything starts, with both values. In Flink SQL the same keys stand without `pagestream.`
            ([sql.md](sql.md#options)). Beside them: `kafka.*` goes to Kafka's clients without that beginning, every other key is
            [one of Flink's](https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/config/).

            Sizes have a unit (`512mb`, `4gb`), times too (`30 s`, `15 min`, `7 d`). Of names in capitals, either case is taken. What they mean for memory and
            speed: [operations.md](operations.md).
            """;

    /** By the part behind {@code pagestream.}; what is not here gets its own name. */
    private static final Map<String, String> TITLES = Stream.of(
                    "model:Model and engine",
                    "device:Model and engine",
                    "engine:Model and engine",
                    "read:What is asked of the model",
                    "ask:What is asked of the model",
                    "text-layer:From document to page",
                    "render:From document to page",
                    "page:From document to page",
                    "document:From document to page",
                    "tile:From document to page",
                    "decode:Child processes and bad documents",
                    "attempts:Child processes and bad documents",
                    "password:What may be opened, and how it is fetched",
                    "source:What may be opened, and how it is fetched",
                    "claims:What may be opened, and how it is fetched",
                    "fetch:What may be opened, and how it is fetched",
                    "sink:Where results go",
                    "delivery:Where results go",
                    "files:Where results go",
                    "jdbc:Where results go",
                    "result:Where results go",
                    "kafka:Kafka",
                    "max-parallelism:The job",
                    "run-id:The job")
            .collect(Collectors.toMap(each -> each.split(":")[0], each -> each.split(":")[1]));

    @Test
    void theReferenceOfOptionsIsWhatTheOptionsSay() throws Exception {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Class<?> options : OPTIONS) {
            for (Field field : options.getDeclaredFields()) {
                if (ConfigOption.class.isAssignableFrom(field.getType())) {
                    ConfigOption<?> option = (ConfigOption<?>) field.get(null);
                    groups.computeIfAbsent(title(option.key()), title -> new ArrayList<>())
                            .add(row(option, ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0]));
                }
            }
        }
        assertThat(groups).hasSizeGreaterThan(5);
        StringBuilder page = new StringBuilder(HEAD.formatted(WrittenPage.notice("the options in the code")));
        groups.forEach((title, rows) -> page.append("\n## ")
                .append(title)
                .append("\n\n| key | type | default | what |\n|---|---|---|---|\n")
                .append(String.join("", rows)));

        WrittenPage.check("docs/configuration.md", page.toString());
    }

    private static String title(String key) {
        assertThat(key).startsWith("pagestream.");
        String part = key.split("\\.")[1];
        return TITLES.getOrDefault(part, part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }

    private static String row(ConfigOption<?> option, Type type) {
        String text = description(option);
        assertThat(text).as(option.key()).isNotBlank().endsWith(".");
        return "| `" + option.key() + "` | " + type(type) + " | " + value(option.defaultValue()) + " | " + text
                + " |\n";
    }

    private static String type(Type type) {
        if (type instanceof Class<?> kind && kind.isEnum()) {
            return Stream.of(kind.getEnumConstants())
                    .map(ConfigurationReferenceTest::value)
                    .collect(Collectors.joining(", "));
        }
        Map<Type, String> names = Map.of(
                String.class, "text",
                Boolean.class, "true, false",
                Integer.class, "number",
                Long.class, "number",
                Double.class, "number",
                Duration.class, "time",
                MemorySize.class, "size");
        return names.getOrDefault(type, "list");
    }

    private static String value(Object value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof Duration time) {
            return time.isZero() ? "0 s" : TimeUtils.formatWithHighestUnit(time);
        }
        String text = value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(";"))
                : value.toString();
        return text.isEmpty() ? "(empty)" : text;
    }

    private static String description(ConfigOption<?> option) {
        StringBuilder text = new StringBuilder();
        for (BlockElement block : option.description().getBlocks()) {
            assertThat(block).as(option.key()).isInstanceOf(TextElement.class);
            text.append(((TextElement) block).getFormat().replace("%%", "%"));
        }
        return text.toString().replace("|", "\\|").replace("<", "&lt;");
    }
}
