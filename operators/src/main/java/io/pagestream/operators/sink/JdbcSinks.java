package io.pagestream.operators.sink;

import io.pagestream.formats.JsonLines;
import io.pagestream.operators.options.SinkOptions.Delivery;
import io.pagestream.operators.options.SinkOptions.Tables;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.XADataSource;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExactlyOnceOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSinkBuilder;
import org.postgresql.xa.PGXADataSource;

/**
 * Tables of PostgreSQL. A record is written by one statement that is given its line of JSON, so that the columns are chosen
 * in SQL and a document and its pages appear together. What is written again replaces its row.
 */
final class JdbcSinks {

    /** In the names of transactions, which outlive a job: none is ever changed. */
    private static final byte RESULTS = 1;

    private static final byte ANSWERS = 2;
    private static final byte DEAD_LETTERS = 3;

    private static final int BATCH = 100;
    private static final long BATCH_MILLIS = 1000;
    private static final int RETRIES = 3;

    /** U+0000 in JSON, where the backslash is not itself escaped: PostgreSQL has no text with it. */
    private static final Pattern ZERO = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private JdbcSinks() {}

    static Sink<OcrResult> results(Tables tables, Delivery delivery) {
        return of(
                tables,
                delivery,
                RESULTS,
                JdbcStatements.RESULT,
                (statement, result) -> statement.setString(1, line(JsonLines.of(result))));
    }

    static Sink<QaResult> answers(Tables tables, Delivery delivery) {
        return of(
                tables,
                delivery,
                ANSWERS,
                JdbcStatements.ANSWER,
                (statement, answer) -> statement.setString(1, line(JsonLines.of(answer))));
    }

    /**
     * The bytes apart, for a line holds only the beginning of them. In transactions each letter has a row of its own: the
     * same bad request may come twice between two checkpoints, and a row that a prepared transaction holds would be waited
     * for until that is committed, which happens only after the wait.
     */
    static Sink<DeadLetter> deadLetters(Tables tables, Delivery delivery) {
        boolean own = delivery == Delivery.EXACTLY_ONCE;
        return of(tables, delivery, DEAD_LETTERS, JdbcStatements.DEAD_LETTER, (statement, letter) -> {
            statement.setString(1, line(JsonLines.of(letter)));
            statement.setBytes(2, bytes(letter.getOriginal()));
            statement.setBytes(3, bytes(letter.getRequest()));
            statement.setString(4, own ? UUID.randomUUID().toString() : "");
        });
    }

    private static <T> Sink<T> of(
            Tables tables, Delivery delivery, byte sinkId, String sql, JdbcStatementBuilder<T> values) {
        JdbcSinkBuilder<T> sink = JdbcSink.<T>builder().withQueryStatement(sql, values);
        return switch (delivery) {
            case AT_LEAST_ONCE -> sink.withExecutionOptions(batches(RETRIES)).buildAtLeastOnce(connection(tables));
            // A transaction of two phases cannot be tried again from its middle: the job goes back to its checkpoint.
            case EXACTLY_ONCE ->
                sink.withExecutionOptions(batches(0)).buildExactlyOnce(transactions(), () -> source(tables, sinkId));
        };
    }

    private static JdbcExecutionOptions batches(int retries) {
        return JdbcExecutionOptions.builder()
                .withBatchSize(BATCH)
                .withBatchIntervalMs(BATCH_MILLIS)
                .withMaxRetries(retries)
                .build();
    }

    private static JdbcConnectionOptions connection(Tables tables) {
        var options = new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                .withUrl(tables.url())
                .withDriverName("org.postgresql.Driver");
        return tables.user().isEmpty()
                ? options.build()
                : options.withUsername(tables.user())
                        .withPassword(tables.password())
                        .build();
    }

    /** A connection of PostgreSQL has one transaction at a time. */
    private static JdbcExactlyOnceOptions transactions() {
        return JdbcExactlyOnceOptions.builder()
                .withTransactionPerConnection(true)
                .withMaxCommitAttempts(RETRIES)
                .build();
    }

    private static XADataSource source(Tables tables, byte sinkId) {
        PGXADataSource source = new OwnTransactions(sinkId);
        source.setUrl(tables.url());
        if (!tables.user().isEmpty()) {
            source.setUser(tables.user());
            source.setPassword(tables.password());
        }
        return source;
    }

    static String line(String json) {
        return json.contains("\\u0000") ? ZERO.matcher(json).replaceAll("$1\\\\uFFFD") : json;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
