package io.pagestream.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesRoundTripTest {

    private static final int RECORDS = 300;
    private static final long SEED = 7;

    @Test
    void documents_with_any_values_in_any_field_come_back_equal() {
        for (OcrResult result : random(OcrResult.getClassSchema(), OcrResult.class)) {
            assertThat(JsonLines.parse(JsonLines.of(result))).isEqualTo(result);
        }
    }

    @Test
    void answers_with_any_values_in_any_field_come_back_equal() {
        for (QaResult answer : random(QaResult.getClassSchema(), QaResult.class)) {
            answer.setAnswer(String.valueOf(answer.getJson()));
            assertThat(JsonLines.parse(JsonLines.of(answer))).isEqualTo(answer);
        }
    }

    @Test
    void dead_letters_with_any_values_in_any_field_come_back_equal() {
        for (DeadLetter letter : random(DeadLetter.getClassSchema(), DeadLetter.class)) {
            assertThat(JsonLines.parse(JsonLines.of(letter))).isEqualTo(letter);
        }
    }

    @Test
    void pages_that_say_nothing_new_leave_it_to_their_document() {
        OcrResult result = Records.document("d", Records.page(0, "x"));
        result.getPages().forEach(page -> {
            page.setDocumentId("d");
            page.setSource(result.getSource());
        });

        assertThat(JsonLines.of(result)).containsOnlyOnce("documentId").containsOnlyOnce("\"source\"");
        assertThat(JsonLines.parse(JsonLines.of(result))).isEqualTo(result);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"{\"total\":12.5}", "\"yes\"", "12", "null", "[]", "{\"total\": 1", ""})
    void the_json_of_an_answer_comes_back_be_it_json_or_not(String json) {
        QaResult answer = Records.answer(json == null ? "x" : json, json);

        assertThat(JsonLines.parse(JsonLines.of(answer))).isEqualTo(answer);
    }

    @Test
    void an_original_that_was_cut_comes_back_cut() {
        DeadLetter letter = Records.letter("too large");
        letter.setOriginal(ByteBuffer.allocate(1 << 20));

        DeadLetter back = (DeadLetter) JsonLines.parse(JsonLines.of(letter));

        assertThat(back.getOriginal().remaining()).isEqualTo(JsonLines.ORIGINAL_LIMIT);
    }

    @Test
    void names_of_a_later_version_are_passed_over() {
        String line = JsonLines.of(Records.document("d", Records.page(0, "x")));
        String later = line.replace("\"pageCount\"", "\"mood\":{\"x\":[1]},\"pageCount\"")
                .replace("COMPLETE", "SPLENDID");

        assertThat(((OcrResult) JsonLines.parse(later)).getStatus().name()).isEqualTo("UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"type\":\"x\"}",
                "{\"type\":\"document\",\"pageCount\":\"two\"}",
                "{\"type\":\"document\",\"pages\":[{\"blocks\":7}]}",
                "{\"type\":\"document\",\"source\":\"file:/x\"}"
            })
    void a_line_that_is_no_record_is_refused_with_what_was_expected(String line) {
        assertThatThrownBy(() -> JsonLines.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    private static <T> List<T> random(Schema schema, Class<T> type) {
        return StreamSupport.stream(new RandomData(schema, RECORDS, SEED, true).spliterator(), false)
                .map(record -> type.cast(SpecificData.get().deepCopy(schema, record)))
                .toList();
    }
}
