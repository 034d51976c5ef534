package io.pagestream.gpu.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Machine code on disk, so that a start compiles nothing. A file is named by the hash of everything that it depends on; a
 * damaged one is compiled again. Where no private folder can be made, every start compiles.
 */
final class KernelStore {

    private final Path folder;
    private final String identity;

    /** @param identity what machine code depends on beside its source: card, driver, compiler, options */
    KernelStore(Path folder, String identity) {
        this.folder = folder;
        this.identity = identity;
    }

    static KernelStore open(String identity) {
        try {
            return new KernelStore(PrivateFolder.open(), identity);
        } catch (IOException noFolder) {
            return new KernelStore(null, identity);
        }
    }

    byte[] get(KernelSource source, Supplier<byte[]> compiled) {
        if (folder == null) {
            return compiled.get();
        }
        byte[] name = CheckedFiles.sha256(
                source.text().getBytes(StandardCharsets.UTF_8),
                identity.getBytes(StandardCharsets.UTF_8),
                source.file().getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve(source.file() + "-" + CheckedFiles.hex(name) + ".bin");
        try {
            Optional<byte[]> stored = CheckedFiles.read(file);
            if (stored.isPresent()) {
                return stored.get();
            }
        } catch (IOException unreadable) {
            // Compiled again below, and written again.
        }
        byte[] code = compiled.get();
        try {
            CheckedFiles.write(file, code);
        } catch (IOException full) {
            // The next start compiles again: slower, not wrong.
        }
        return code;
    }
}
