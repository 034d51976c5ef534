package io.pagestream.jobs.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

/** A document that is being received: a folder with its bytes, which becomes the document's or goes. One thread. */
final class Draft implements AutoCloseable {

    private static final int BLOCK = 1 << 16;

    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final Path folder;
    private final MessageDigest digest = sha256Digest();
    private long size;

    private Draft(Path folder) {
        this.folder = folder;
    }

    static Draft in(Path folder) throws IOException {
        DataFolder.createPrivately(folder);
        return new Draft(folder);
    }

    /**
     * Takes the bytes, to the disk itself.
     *
     * @param limit of bytes
     * @param within time for all of them
     * @throws Refused when there are more, none, or they come too slowly
     */
    Draft receive(InputStream in, long limit, Duration within) throws IOException, Refused {
        long end = System.nanoTime() + within.toNanos();
        try (FileChannel out = FileChannel.open(
                folder.resolve(Kept.CONTENT), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] block = new byte[BLOCK];
            for (int count; (count = in.read(block)) >= 0; ) {
                size += count;
                if (size > limit) {
                    throw Refused.tooLarge(limit);
                }
                if (System.nanoTime() > end) {
                    throw new Refused(
                            408, "TIMED_OUT", "the body was not there after " + within + "; " + size + " bytes were");
                }
                digest.update(block, 0, count);
                for (ByteBuffer left = ByteBuffer.wrap(block, 0, count); left.hasRemaining(); ) {
                    out.write(left);
                }
            }
            out.force(true);
        }
        if (size == 0) {
            throw new Refused(400, "EMPTY", "the document has no bytes; with curl send it as --data-binary @FILE");
        }
        return this;
    }

    String id() {
        return id;
    }

    Path folder() {
        return folder;
    }

    long size() {
        return size;
    }

    String sha256() {
        return HexFormat.of().formatHex(cloned().digest());
    }

    private MessageDigest cloned() {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this Java cannot be cloned", e);
        }
    }

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Removes it, unless it has become a document. */
    @Override
    public void close() throws IOException {
        if (Files.exists(folder)) {
            DataFolder.delete(folder);
        }
    }
}
