package io.pagestream.operators.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

/** The tables of docs/sql.md and what the code knows are the same, both ways. */
class SqlIsDocumentedTest {

    @Test
    void everyColumnHasItsRowAndItsType() throws IOException {
        assertThat(rows("What a row says")).containsExactlyElementsOf(columns(InputColumn.values()));
        assertThat(rows("What a row is answered with")).containsExactlyElementsOf(columns(OutputColumn.values()));
    }

    @Test
    void everyOptionOfTheModelHasItsRowAndItsDefault() throws IOException {
        assertThat(rows("Options"))
                .containsExactlyInAnyOrderElementsOf(ModelOptions.OWN.stream()
                        .map(option -> "`" + option.key() + "` " + defaultOf(option))
                        .toList());
    }

    @Test
    void optionsOfTheStreamThatAreRefusedAreNamed() throws IOException {
        String options = section("Options");
        Matcher refused = Pattern.compile("Not known here: ([^;]*);").matcher(options);
        assertThat(refused.find()).isTrue();
        assertThat(refused.group(1).replaceAll("\\s+", " ").split(", "))
                .containsExactlyInAnyOrderElementsOf(ModelOptions.OF_THE_STREAM.stream()
                        .map(option -> "`" + option.key().substring(ModelOptions.PREFIX.length()) + "`")
                        .toList());
    }

    private static String defaultOf(ConfigOption<?> option) {
        Object value = option.defaultValue();
        boolean none = value == null || value instanceof List<?> list && list.isEmpty();
        return none ? "none" : value.toString().toLowerCase(java.util.Locale.ROOT);
    }

    private static List<String> columns(DeclaredColumn... columns) {
        return Stream.of(columns)
                .map(column -> "`" + column.column() + "` " + column.type())
                .toList();
    }

    /** The first two cells of each row below a heading. */
    private static List<String> rows(String heading) throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : section(heading).split("\n")) {
            if (line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                rows.add(cells[1].strip() + " " + cells[2].strip());
            }
        }
        return rows;
    }

    private static String section(String heading) throws IOException {
        String all = Files.readString(Path.of("..", "docs", "sql.md"));
        int begin = all.indexOf("\n## " + heading + "\n");
        assertThat(begin).as(heading).isNotNegative();
        int end = all.indexOf("\n## ", begin + 1);
        return all.substring(begin, end < 0 ? all.length() : end);
    }
}
