package io.pagestream.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which version of this program writes a record; for the fields {@code codeVersion}. From a resource that the build fills
 * in, so that it is known in every jar that this room is packed into, and in tests. Any thread.
 */
public final class CodeVersion {

    private static final String FILE = "version.properties";
    private static final String VERSION = read();

    private CodeVersion() {}

    /** As the build has it, for example {@code 0.1.0-SNAPSHOT}. */
    public static String get() {
        return VERSION;
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream file = CodeVersion.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " has to lie beside " + CodeVersion.class
                        + ", the build puts it there; build the jar again");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " could not be read from the jar", e);
        }
        return properties.getProperty("version");
    }
}
