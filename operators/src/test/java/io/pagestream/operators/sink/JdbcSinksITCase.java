package io.pagestream.operators.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.formats.JsonLines;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.options.SinkOptions.Delivery;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of a real PostgreSQL after a failure. */
class JdbcSinksITCase {

    @TempDir
    Path folder;

    private Postgres postgres;

    @BeforeEach
    void startDatabase() throws Exception {
        postgres = Postgres.start();
    }

    @AfterEach
    void stopDatabase() throws Exception {
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void everyDocumentAndPageIsThereOnce(Delivery delivery) throws Exception {
        int failures = StreamThatFailsOnce.into(
                JdbcSinks.results(postgres.tables(), delivery),
                folder,
                () -> postgres.value("SELECT count(*) FROM pagestream_results").equals("1000"));

        assertThat(failures).isEqualTo(1);
        assertThat(postgres.value("SELECT count(*) || ' ' || count(DISTINCT document_id) FROM pagestream_results"))
                .isEqualTo("1000 1000");
        assertThat(postgres.value(
                        "SELECT count(*) || ' ' || count(DISTINCT (document_id, page)) FROM pagestream_pages"))
                .isEqualTo("2000 2000");
        assertThat(postgres.value("SELECT text FROM pagestream_pages WHERE document_id = 'document-7' AND page = 1"))
                .isEqualTo("# Page 1 of \"document-7\"\n\\u0000 and \uFFFD and a line\nÜber 中");
        assertThat(postgres.value("SELECT count(*) FROM pg_prepared_xacts"))
                .as("transactions that nobody ends")
                .isEqualTo("0");
    }

    @Test
    void anAnswerOfAnotherModelStandsBesideAndTheSameOneReplacesItself() throws Exception {
        QaResult answer = QaResult.newBuilder()
                .setDocumentId("document")
                .setPage(0)
                .setQuestionId("q0")
                .setQuestion("What is the total?")
                .setAnswer("{\"total\":7}")
                .setJson("{\"total\":7}")
                .setModel("small")
                .build();
        QaResult other = QaResult.newBuilder(answer).setModel("large").build();

        for (QaResult each : List.of(answer, other, answer)) {
            postgres.write(JdbcStatements.ANSWER, JdbcSinks.line(JsonLines.of(each)));
        }

        assertThat(postgres.value("SELECT string_agg(model, ' ' ORDER BY model) FROM pagestream_answers"))
                .isEqualTo("large small");
        assertThat(postgres.value("SELECT json->>'total' FROM pagestream_answers LIMIT 1"))
                .isEqualTo("7");
    }

    @Test
    void aDocumentThatIsReadAgainHasThePagesOfItsLastReading() throws Exception {
        OcrResult again = StreamThatFailsOnce.result(1);
        again.setPages(List.of(again.getPages().get(1)));
        for (OcrResult each : List.of(StreamThatFailsOnce.result(1), StreamThatFailsOnce.result(2), again)) {
            postgres.write(JdbcStatements.RESULT, JdbcSinks.line(JsonLines.of(each)));
        }

        assertThat(postgres.value(
                        "SELECT string_agg(document_id || ' ' || position, ', ' ORDER BY document_id, position)"
                                + " FROM pagestream_pages"))
                .isEqualTo("document-1 1, document-2 0, document-2 1");
    }

    @Test
    void aDeadLetterKeepsItsBytes() throws Exception {
        byte[] original = {0, 1, (byte) 0xff};
        DeadLetter letter = DeadLetters.ofRecord("kafka:requests/0/7", original, "not \u0000 Avro");

        for (String salt : List.of("", "", "another row")) {
            postgres.write(JdbcStatements.DEAD_LETTER, JdbcSinks.line(JsonLines.of(letter)), original, null, salt);
        }

        assertThat(postgres.value("SELECT count(*) FROM pagestream_dead_letters"))
                .isEqualTo("2");
        assertThat(postgres.value(
                        "SELECT encode(original, 'hex') || ' ' || reason || ' ' || original_uri || ' ' || detail"
                                + " FROM pagestream_dead_letters LIMIT 1"))
                .isEqualTo("0001ff UNDECODABLE_RECORD kafka:requests/0/7 not \uFFFD Avro");
    }
}
