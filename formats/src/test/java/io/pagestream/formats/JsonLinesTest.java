package io.pagestream.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.schemas.Block;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_document_is_written_field_by_field_in_the_order_of_the_schema() {
        assertThat(JsonLines.of(Records.document("d", Records.page(0, "Hallo"), Records.failed(1, "CORRUPT"))))
                .isEqualTo(
                        "{\"type\":\"document\",\"documentId\":\"d\",\"status\":\"COMPLETE\","
                                + "\"source\":{\"uri\":\"file:/in/d\",\"size\":5,\"sha256\":\"ab\"},\"pageCount\":2,\"pages\":["
                                + "{\"index\":0,\"position\":0,\"width\":20,\"height\":30,\"columns\":2,\"rows\":3,"
                                + "\"text\":\"Hallo\",\"confidence\":0.5,\"finishReason\":\"STOP\",\"promptTokens\":11,"
                                + "\"tokens\":3,\"milliseconds\":7},"
                                + "{\"index\":1,\"position\":1,\"width\":20,\"height\":30,\"columns\":2,\"rows\":3,"
                                + "\"text\":\"\",\"finishReason\":\"FAILED\",\"failure\":\"CORRUPT\",\"promptTokens\":11,"
                                + "\"tokens\":3,\"milliseconds\":7}],"
                                + "\"model\":\"tiny\",\"promptVersion\":\"1\",\"rendererVersion\":\"pdfbox 3\",\"milliseconds\":7}");
    }

    @Test
    void a_page_that_another_model_read_says_so() throws Exception {
        PageText page = Records.page(0, "x");
        page.setModel("other");

        assertThat(page(Records.document("d", page)).get("model").asText()).isEqualTo("other");
    }

    @Test
    void pages_without_an_answer_are_named() throws Exception {
        OcrResult result = Records.document("d", Records.page(0, "x"));
        result.setMissing(List.of(1, 2));

        assertThat(JSON.readTree(JsonLines.of(result)).get("missing").toString())
                .isEqualTo("[1,2]");
    }

    @Test
    void boxes_and_confidences_that_are_no_numbers_are_left_out() throws Exception {
        PageText page = Records.page(0, "x");
        page.setConfidence(Double.NaN);
        page.setBlocks(List.of(new Block("heading", "t", new Box(1.5, 2.0, Double.POSITIVE_INFINITY, 4.0), null)));

        JsonNode read = page(Records.document("d", page));

        assertThat(read.has("confidence")).isFalse();
        assertThat(read.get("blocks").toString())
                .isEqualTo("[{\"kind\":\"heading\",\"text\":\"t\",\"box\":{\"left\":1.5,\"top\":2.0,\"bottom\":4.0}}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines\r\nand\u0085more\u2028and\u2029more",
                "\u0000\u0007\u001b[31m\u007f\u009b\f\u000b",
                "\"quotes\" \\ / </script>",
                "\ud83d\ude00 umlaut \u00e4, \u6f22\u5b57",
                ""
            })
    void hostile_text_comes_back_unchanged_from_one_line(String text) throws Exception {
        String line = JsonLines.of(Records.document(text, Records.page(0, text)));

        assertThat(line.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029))
                .isFalse();
        assertThat(JSON.readTree(line).get("documentId").asText()).isEqualTo(text);
        assertThat(JSON.readTree(line).get("pages").get(0).get("text").asText()).isEqualTo(text);
    }

    @Test
    void halves_of_surrogate_pairs_become_the_replacement_character() throws Exception {
        String line = JsonLines.of(Records.answer("a\ud83d b\ude00", "{\"k\":\"\\ud800\"}"));

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(line)).isTrue();
        assertThat(JSON.readTree(line).get("answer").asText()).isEqualTo("a\ufffd b\ufffd");
        assertThat(JSON.readTree(line).get("json").get("k").asText()).isEqualTo("\ufffd");
    }

    @Test
    void an_answer_in_json_is_json_in_the_line() throws Exception {
        JsonNode line = JSON.readTree(JsonLines.of(Records.answer("x", "{\"total\": 12.30, \"items\": [1]}")));

        assertThat(line.get("type").asText()).isEqualTo("answer");
        assertThat(line.get("json").toString()).isEqualTo("{\"total\":12.3,\"items\":[1]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"total\": 1", "{} {}", "total: 1"})
    void an_answer_that_is_no_json_is_a_string(String json) throws Exception {
        assertThat(JSON.readTree(JsonLines.of(Records.answer("x", json)))
                        .get("json")
                        .textValue())
                .isEqualTo(json);
    }

    @Test
    void theChainOfAnAnswerStandsWhereThereIsOne() throws IOException {
        QaResult plain = Records.answer("12", null);
        QaResult thought = QaResult.newBuilder(plain).setReasoning("6 + 6").build();

        assertThat(JSON.readTree(JsonLines.of(plain)).has("reasoning")).isFalse();
        assertThat(JSON.readTree(JsonLines.of(thought)).get("reasoning").asText())
                .isEqualTo("6 + 6");
    }

    @Test
    void a_dead_letter_says_where_and_why() {
        DeadLetter letter = Records.letter("expected a PDF, found HTML");
        letter.setPage(3);
        letter.setOriginal(ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8)));

        assertThat(JsonLines.of(letter))
                .isEqualTo("{\"type\":\"deadLetter\",\"stage\":\"SPLIT\",\"reason\":\"CORRUPT\","
                        + "\"detail\":\"expected a PDF, found HTML\",\"documentId\":\"d\",\"page\":3,\"attempts\":1,"
                        + "\"original\":\"YWJj\",\"originalSize\":3}");
        assertThat(letter.getOriginal().remaining())
                .as("writing does not consume the record")
                .isEqualTo(3);
    }

    @Test
    void a_large_original_is_cut_and_its_size_is_told() throws Exception {
        DeadLetter letter = Records.letter("too large");
        letter.setOriginal(ByteBuffer.allocate(1 << 20));

        JsonNode line = JSON.readTree(JsonLines.of(letter));

        assertThat(line.get("original").binaryValue()).hasSize(JsonLines.ORIGINAL_LIMIT);
        assertThat(line.get("originalSize").asInt()).isEqualTo(1 << 20);
    }

    private static JsonNode page(OcrResult result) throws Exception {
        return JSON.readTree(JsonLines.of(result)).get("pages").get(0);
    }
}
