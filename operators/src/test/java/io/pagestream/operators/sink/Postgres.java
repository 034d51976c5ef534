package io.pagestream.operators.sink;

import io.pagestream.operators.options.SinkOptions.Tables;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL of this test's own, with the tables that ship. */
final class Postgres implements AutoCloseable {

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static Postgres start() throws IOException, SQLException {
        Postgres postgres = new Postgres(EmbeddedPostgres.builder()
                .setServerConfig("max_prepared_transactions", "20")
                .setServerConfig("fsync", "off")
                .start());
        postgres.execute(Files.readString(Path.of("../deploy/postgresql.sql")));
        return postgres;
    }

    Tables tables() {
        return new Tables(server.getJdbcUrl("postgres", "postgres"), "", "");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void write(String sql, Object... parameters) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    /** The first column of the first row. */
    String value(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
