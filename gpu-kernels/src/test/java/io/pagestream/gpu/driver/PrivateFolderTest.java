package io.pagestream.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {

    @TempDir
    Path folder;

    private final String before = System.getProperty(PrivateFolder.PROPERTY);

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(PrivateFolder.PROPERTY);
        } else {
            System.setProperty(PrivateFolder.PROPERTY, before);
        }
    }

    @Test
    void itIsMadeForThisUserOnly() throws IOException {
        Path root = folder.resolve("a/b");
        System.setProperty(PrivateFolder.PROPERTY, root.toString());

        assertThat(PrivateFolder.open()).isEqualTo(root.resolve("cuda")).isDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderThatOthersMayWriteToIsRefused() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        System.setProperty(PrivateFolder.PROPERTY, folder.toString());

        assertThatThrownBy(PrivateFolder::open)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("others may write to " + folder, "-Dpagestream.cache");
    }
}
