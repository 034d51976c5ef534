package io.pagestream.jobs.stream;

import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.options.SinkOptions.Delivery;
import io.pagestream.operators.options.SinkOptions.Tables;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** Asks whether the database answers and has what the job needs, before a job starts that would fail again and again. */
final class Database {

    private static final String PATIENCE_SECONDS = "10";
    private static final List<String> TABLES =
            List.of("pagestream_results", "pagestream_pages", "pagestream_answers", "pagestream_dead_letters");

    /** Of each subtask: the transaction that is open, the one that waits for its checkpoint, and one of a restart. */
    private static final int TRANSACTIONS = 3;

    private static final int SINKS = 3;

    private Database() {}

    /**
     * @param parallelism of the sinks
     * @throws IOException when the database does not answer, lacks a table, or cannot do as many transactions in two phases
     */
    static void requireTables(SinkOptions sink, int parallelism) throws IOException {
        Tables tables = sink.tables();
        try (Connection connection = DriverManager.getConnection(tables.url(), properties(tables))) {
            for (String table : TABLES) {
                requireTable(connection, table);
            }
            if (sink.delivery() == Delivery.EXACTLY_ONCE) {
                requireTransactions(connection, parallelism * SINKS * TRANSACTIONS);
            }
        } catch (SQLException e) {
            throw failure(
                    "no database answers for " + SinkOptions.JDBC_URL.key() + " (" + e.getMessage() + "); are address, "
                            + SinkOptions.JDBC_USER.key() + " and password right?",
                    e);
        }
    }

    private static void requireTable(Connection connection, String table) throws IOException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 0").close();
        } catch (SQLException e) {
            throw failure(
                    "the table " + table + " cannot be read (" + e.getMessage()
                            + "); create the tables with deploy/postgresql.sql",
                    e);
        }
    }

    private static void requireTransactions(Connection connection, int needed) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW max_prepared_transactions")) {
            row.next();
            int allowed = row.getInt(1);
            if (allowed < needed) {
                throw new IOException("the database's max_prepared_transactions (" + allowed + ") must be at least "
                        + needed + " for " + SinkOptions.DELIVERY.key() + "=EXACTLY_ONCE at this parallelism; raise it"
                        + " (and max_connections with it), or set " + SinkOptions.DELIVERY.key()
                        + " to AT_LEAST_ONCE: rows are written again under the same key then, and each is there once"
                        + " all the same");
            }
        }
    }

    private static Properties properties(Tables tables) {
        Properties properties = new Properties();
        if (!tables.user().isEmpty()) {
            properties.setProperty("user", tables.user());
            properties.setProperty("password", tables.password());
        }
        properties.setProperty("connectTimeout", PATIENCE_SECONDS);
        properties.setProperty("socketTimeout", PATIENCE_SECONDS);
        return properties;
    }

    /** Not with {@code e} as its cause: a person is told the deepest cause, and this says more. */
    private static IOException failure(String message, SQLException e) {
        IOException failure = new IOException(message);
        failure.addSuppressed(e);
        return failure;
    }
}
