package io.pagestream.operators.options;

import java.io.Serializable;
import java.net.URI;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Where results go and how sure it is that each is there once.
 *
 * @param kind topics, files or tables
 * @param delivery what holds after a failure
 * @param files only of the kind FILES
 * @param tables only of the kind JDBC
 */
public record SinkOptions(Kind kind, Delivery delivery, Files files, Tables tables) implements Serializable {

    /** What results are written to. */
    public enum Kind {
        /** Kafka topics. */
        KAFKA,
        /** Files on any Flink file system. */
        FILES,
        /** Tables of a PostgreSQL database. */
        JDBC
    }

    /** What holds after a failure. */
    public enum Delivery {
        /** In transactions, which end with checkpoints. */
        EXACTLY_ONCE,
        /** Without transactions: in topics a record can be there twice, in tables the same row is written twice. */
        AT_LEAST_ONCE
    }

    /** How records lie in files. */
    public enum Format {
        /** A JSON object a line. */
        JSON_LINES,
        /** Avro container files, compressed with deflate. */
        AVRO,
        /** Parquet with the Avro schema inside, compressed with Snappy. */
        PARQUET
    }

    /**
     * @param folder with the scheme of a Flink file system; has a folder for each kind of record
     * @param format of all files
     * @param partBytes a file that is larger is closed and the next one begun
     */
    public record Files(String folder, Format format, long partBytes) implements Serializable {

        public Files {
            Checks.require(
                    hasScheme(folder),
                    FILES_FOLDER.key() + " needs an address such as file:///data/results or s3://bucket/results, got '"
                            + folder + "'");
            Checks.positive(FILES_PART_SIZE.key(), partBytes);
        }

        private static boolean hasScheme(String folder) {
            try {
                return URI.create(folder).getScheme() != null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /**
     * @param url as PostgreSQL's JDBC driver takes it
     * @param user of the database; empty: as the driver finds it
     * @param password of the user
     */
    public record Tables(String url, String user, String password) implements Serializable {

        private static final String POSTGRESQL = "jdbc:postgresql:";

        public Tables {
            Checks.require(
                    url.startsWith(POSTGRESQL),
                    JDBC_URL.key() + " needs an address such as " + POSTGRESQL + "//host:5432/database, got '" + url
                            + "'");
        }

        /** Without the password: options land in logs. */
        @Override
        public String toString() {
            return "Tables[url=" + url.replaceFirst("\\?.*", "") + ", user=" + user + "]";
        }
    }

    public static final ConfigOption<Kind> KIND = ConfigOptions.key("pagestream.sink")
            .enumType(Kind.class)
            .defaultValue(Kind.KAFKA)
            .withDescription("Where results, answers and dead letters go: KAFKA, FILES or JDBC.");

    public static final ConfigOption<Delivery> DELIVERY = ConfigOptions.key("pagestream.delivery")
            .enumType(Delivery.class)
            .defaultValue(Delivery.EXACTLY_ONCE)
            .withDescription("EXACTLY_ONCE, with transactions that end with checkpoints; AT_LEAST_ONCE, without.");

    public static final ConfigOption<String> FILES_FOLDER = ConfigOptions.key("pagestream.files.folder")
            .stringType()
            .noDefaultValue()
            .withDescription("Of FILES: the folder, on any Flink file system.");

    public static final ConfigOption<Format> FILES_FORMAT = ConfigOptions.key("pagestream.files.format")
            .enumType(Format.class)
            .defaultValue(Format.JSON_LINES)
            .withDescription("Of FILES: JSON_LINES, AVRO or PARQUET.");

    public static final ConfigOption<MemorySize> FILES_PART_SIZE = ConfigOptions.key("pagestream.files.part-size")
            .memoryType()
            .defaultValue(MemorySize.ofMebiBytes(128))
            .withDescription("Of FILES: a file that is larger is closed; every checkpoint closes files too.");

    public static final ConfigOption<String> JDBC_URL = ConfigOptions.key("pagestream.jdbc.url")
            .stringType()
            .noDefaultValue()
            .withDescription("Of JDBC: the database, for example jdbc:postgresql://host:5432/pagestream.");

    public static final ConfigOption<String> JDBC_USER = ConfigOptions.key("pagestream.jdbc.user")
            .stringType()
            .defaultValue("")
            .withDescription("Of JDBC: the user.");

    public static final ConfigOption<String> JDBC_PASSWORD = ConfigOptions.key("pagestream.jdbc.password")
            .stringType()
            .defaultValue("")
            .withDescription("Of JDBC: the user's password.");

    private static final List<ConfigOption<?>> OF_FILES = List.of(FILES_FOLDER, FILES_FORMAT, FILES_PART_SIZE);
    private static final List<ConfigOption<?>> OF_TABLES = List.of(JDBC_URL, JDBC_USER, JDBC_PASSWORD);

    public SinkOptions {
        Checks.require(
                kind != Kind.FILES || delivery == Delivery.EXACTLY_ONCE,
                DELIVERY.key() + "=" + delivery + " contradicts " + KIND.key() + "=" + kind
                        + ": a file is either complete or not there, leave the delivery out");
    }

    /** Reads the keys above; one that belongs to another kind of sink is refused, because it would do nothing. */
    public static SinkOptions from(ReadableConfig config) {
        Kind kind = config.get(KIND);
        refuse(config, kind, Kind.FILES, OF_FILES);
        refuse(config, kind, Kind.JDBC, OF_TABLES);
        return new SinkOptions(
                kind,
                config.get(DELIVERY),
                kind == Kind.FILES ? files(config) : null,
                kind == Kind.JDBC ? tables(config) : null);
    }

    private static Files files(ReadableConfig config) {
        return new Files(
                needed(config, FILES_FOLDER, Kind.FILES),
                config.get(FILES_FORMAT),
                config.get(FILES_PART_SIZE).getBytes());
    }

    private static Tables tables(ReadableConfig config) {
        return new Tables(needed(config, JDBC_URL, Kind.JDBC), config.get(JDBC_USER), config.get(JDBC_PASSWORD));
    }

    private static String needed(ReadableConfig config, ConfigOption<String> option, Kind kind) {
        return config.getOptional(option)
                .orElseThrow(() ->
                        new IllegalArgumentException(KIND.key() + "=" + kind + " needs " + option.key() + " as well"));
    }

    private static void refuse(ReadableConfig config, Kind kind, Kind owner, List<ConfigOption<?>> options) {
        for (ConfigOption<?> option : options) {
            Checks.require(
                    kind == owner || config.getOptional(option).isEmpty(),
                    option.key() + " is set, but " + KIND.key() + " is " + kind + "; set " + KIND.key() + " to " + owner
                            + " or take the other away");
        }
    }
}
