package io.pagestream.operators.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Question;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.junit.jupiter.api.Test;

class RowRequestsTest {

    @Test
    void aRowSaysWhatIsWantedAndTheOptionsSayTheRest() throws RecordFault {
        Map<String, String> options = Map.of("task", "ask", "question", "Who?;When?", "answer-schema", "{}");
        RowRequests requests =
                requests(options, InputColumn.PAGE, InputColumn.URI, InputColumn.QUESTION, InputColumn.TENANT);

        DocumentRequest full = requests.of(row(4, "file:/a.pdf", "What?", "tea"));
        assertThat(full.getDocumentId()).isEqualTo("file:/a.pdf");
        assertThat(full.getSource().getUri()).isEqualTo("file:/a.pdf");
        assertThat(full.getPages()).containsExactly(new PageRange(4, 4));
        assertThat(full.getQuestions()).containsExactly(new Question("q0", "What?"));
        assertThat(full.getAnswerSchema()).isEqualTo("{}");
        assertThat(full.getTenant()).isEqualTo("tea");

        DocumentRequest empty = requests.of(row(null, "file:/a.pdf", null, null));
        assertThat(empty.getPages()).isEmpty();
        assertThat(empty.getTask()).isEqualTo("ask");
        assertThat(empty.getQuestions()).containsExactly(new Question("q0", "Who?"), new Question("q1", "When?"));
        assertThat(empty.getTenant()).isEmpty();
    }

    @Test
    void questionsOfTheOptionsAreForRowsThatAsk() throws RecordFault {
        Map<String, String> options = Map.of("question", "Who?", "answer-schema", "{}");
        RowRequests requests = requests(options, InputColumn.URI, InputColumn.TASK);

        assertThat(requests.of(row("file:/a.pdf", "ask")).getQuestions()).hasSize(1);
        assertThat(requests.of(row("file:/a.pdf", "read")).getQuestions()).isEmpty();
        assertThat(requests.of(row("file:/a.pdf", "read")).getAnswerSchema()).isNull();
        assertThatThrownBy(() -> requests.of(row("file:/a.pdf", "read+ask")))
                .isInstanceOf(RecordFault.class)
                .hasMessageContaining("read+ask");
    }

    @Test
    void bytesAreNamedByTheirHash() throws RecordFault {
        RowRequests requests = requests(Map.of("claims.store", "/claims"), InputColumn.CONTENT);

        DocumentRequest request = requests.of(GenericRowData.of((Object) new byte[] {1, 2}));

        assertThat(request.getSource()).isNull();
        assertThat(request.getContent().remaining()).isEqualTo(2);
        assertThat(request.getDocumentId()).hasSize(64);
    }

    @Test
    void whatNoRowCouldAskForIsRefusedAtOnce() {
        assertRefused("uri STRING or content BYTES", Map.of(), InputColumn.PAGE);
        assertRefused("'claims.store'", Map.of(), InputColumn.CONTENT);
        assertRefused("needs the option 'question'", Map.of("task", "ask"), InputColumn.URI);
        assertRefused("takes no question", Map.of(), InputColumn.URI, InputColumn.QUESTION);
        assertRefused("takes no question", Map.of("question", "Who?"), InputColumn.URI);
        assertRefused("takes no schema", Map.of("answer-schema", "{}"), InputColumn.URI);
        assertRefused("one model for each", Map.of("task", "read+ask"), InputColumn.URI);
    }

    private static void assertRefused(String why, Map<String, String> options, InputColumn... columns) {
        assertThatThrownBy(() -> requests(options, columns))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(why);
    }

    private static RowRequests requests(Map<String, String> options, InputColumn... columns) {
        return new RowRequests(List.of(columns), ModelOptions.from(options));
    }

    private static RowData row(Object... values) {
        GenericRowData row = new GenericRowData(values.length);
        for (int i = 0; i < values.length; i++) {
            row.setField(i, values[i] instanceof String text ? StringData.fromString(text) : values[i]);
        }
        return row;
    }
}
