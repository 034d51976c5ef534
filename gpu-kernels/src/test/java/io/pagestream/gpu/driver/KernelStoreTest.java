package io.pagestream.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelStoreTest {

    private static final KernelSource SOURCE = new KernelSource("one.cu", "void one();");

    @TempDir
    Path folder;

    private int compilations;

    private byte[] get(KernelSource source, String identity) {
        return new KernelStore(folder, identity).get(source, () -> new byte[] {(byte) ++compilations, 2, 3});
    }

    @Test
    void machineCodeIsCompiledOnce() {
        assertThat(get(SOURCE, "card")).containsExactly(1, 2, 3);
        assertThat(get(SOURCE, "card")).containsExactly(1, 2, 3);
    }

    @Test
    void anotherCardOrSourceIsCompiledOnItsOwn() {
        get(SOURCE, "card");

        assertThat(get(SOURCE, "another card")).containsExactly(2, 2, 3);
        assertThat(get(new KernelSource("one.cu", "void one(int);"), "card")).containsExactly(3, 2, 3);
    }

    @Test
    void aDamagedFileIsCompiledAgain() throws IOException {
        get(SOURCE, "card");
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertThat(get(SOURCE, "card")).containsExactly(2, 2, 3);

        Files.write(file, new byte[] {1, 2, 3});
        assertThat(get(SOURCE, "card")).containsExactly(3, 2, 3);
        assertThat(get(SOURCE, "card")).containsExactly(3, 2, 3);
        assertThat(files()).hasSize(1);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
