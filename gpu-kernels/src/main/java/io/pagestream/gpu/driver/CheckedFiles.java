package io.pagestream.gpu.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Files that begin with the SHA-256 of the rest: a torn or changed one reads as absent. Safe between processes. */
final class CheckedFiles {

    private static final int SUM_BYTES = 32;
    private static final long MOST_BYTES = 256L << 20;

    private CheckedFiles() {}

    static Optional<byte[]> read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] all = Files.readAllBytes(file);
        if (all.length < SUM_BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(all, SUM_BYTES, all.length);
        boolean intact = Arrays.equals(sha256(content), Arrays.copyOf(all, SUM_BYTES));
        return intact ? Optional.of(content) : Optional.empty();
    }

    static void write(Path file, byte[] content) throws IOException {
        byte[] all = Arrays.copyOf(sha256(content), SUM_BYTES + content.length);
        System.arraycopy(content, 0, all, SUM_BYTES, content.length);
        replace(file, all);
    }

    /** Writes beside the file, then renames: a reader sees the old or the new content. */
    static void replace(Path file, byte[] content) throws IOException {
        Path beside = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        try {
            Files.write(beside, content);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
