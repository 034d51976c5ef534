package io.pagestream.models.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

    private final String before = System.getProperty(CacheFolder.PROPERTY);

    @TempDir
    Path somewhere;

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(CacheFolder.PROPERTY);
        } else {
            System.setProperty(CacheFolder.PROPERTY, before);
        }
    }

    @Test
    void aFolderThatIsNamedIsMadeAndUsed() {
        Path root = somewhere.resolve("a/b");
        System.setProperty(CacheFolder.PROPERTY, root.toString());

        Path folder = CacheFolder.of("models");

        assertThat(folder).isEqualTo(root.resolve("models")).isDirectory();
    }

    @Test
    void onlyThisUserMayLookIntoIt() throws IOException {
        Path root = somewhere.resolve("private");
        System.setProperty(CacheFolder.PROPERTY, root.toString());

        CacheFolder.of("models");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderThatOthersMayWriteToIsRefused() throws IOException {
        Path root = Files.createDirectory(somewhere.resolve("open"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        System.setProperty(CacheFolder.PROPERTY, root.toString());

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> CacheFolder.of("models"))
                .withMessageContaining("others may write to " + root)
                .withMessageContaining("-Dpagestream.cache=FOLDER");
    }

    @Test
    void aFolderIsRemovedWithAllThatIsInIt() throws IOException {
        Path folder = Files.createDirectories(somewhere.resolve("gone/deep"));
        Files.writeString(folder.resolve("file"), "x");

        CacheFolder.remove(somewhere.resolve("gone"));

        assertThat(somewhere.resolve("gone")).doesNotExist();
    }
}
