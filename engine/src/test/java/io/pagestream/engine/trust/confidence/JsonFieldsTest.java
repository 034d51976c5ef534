package io.pagestream.engine.trust.confidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {

    @Test
    void everyValueIsFoundByItsPointer() {
        String text =
                "```json\n{\"number\": \"A-17\", \"total\" : -12.50,\n \"items\": [{\"a/b\": true}, null, \"\"]}\n``` {";
        Map<String, Span> spans = JsonFields.spans(text);
        assertThat(spans.keySet()).containsExactly("/number", "/total", "/items/0/a~1b", "/items/1", "/items/2");
        assertThat(read(text, spans))
                .containsEntry("/number", "A-17")
                .containsEntry("/total", "-12.50")
                .containsEntry("/items/0/a~1b", "true")
                .containsEntry("/items/1", "null")
                .containsEntry("/items/2", "");
    }

    @Test
    void spansAreThoseOfTheTextAsWritten() {
        String text = "{\"name\": \"caf\\u00e9 \\\"Zum Löwen\\\" 🎉 年\", \"next\": 1}";
        assertThat(read(text, JsonFields.spans(text)))
                .containsEntry("/name", "caf\\u00e9 \\\"Zum Löwen\\\" 🎉 年")
                .containsEntry("/next", "1");
    }

    @Test
    void longStringsToo() {
        String text = "{\"a\": \"" + "x".repeat(9000) + "\", \"b\": \"" + "y".repeat(5000) + "\"}";
        Map<String, Span> spans = JsonFields.spans(text);
        assertThat(spans.get("/a")).isEqualTo(new Span(7, 9007));
        assertThat(text.substring(spans.get("/b").begin(), spans.get("/b").end()))
                .isEqualTo("y".repeat(5000));
    }

    @Test
    void ofAnAnswerThatBreaksOffTheCompleteValuesAreFound() {
        String text = "{\"a\": 1, \"b\": \"two\", \"c\": \"thr";
        assertThat(read(text, JsonFields.spans(text))).containsOnlyKeys("/a", "/b");
    }

    @Test
    void aTextWithoutJsonHasNoFields() {
        assertThat(JsonFields.spans("no braces here")).isEmpty();
        assertThat(JsonFields.spans("")).isEmpty();
        assertThat(JsonFields.spans("{oops")).isEmpty();
    }

    @Test
    void nestingWithoutEndAndTooManyValuesAreBounded() {
        assertThat(JsonFields.spans("[".repeat(100_000))).isEmpty();
        assertThat(JsonFields.spans("[" + "1,".repeat(50_000) + "1]")).hasSize(10_000);
    }

    private static Map<String, String> read(String text, Map<String, Span> spans) {
        return spans.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        field -> text.substring(
                                field.getValue().begin(), field.getValue().end())));
    }
}
