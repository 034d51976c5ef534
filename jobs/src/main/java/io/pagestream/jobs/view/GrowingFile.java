package io.pagestream.jobs.view;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A file of lines to which somebody may be adding. A line counts when its line break is there. The file stays readable when it
 * is moved or deleted meanwhile. One thread reads on, any thread reads lines again.
 */
final class GrowingFile implements Closeable {

    /** Bytes of a line; a longer one is passed over. */
    static final int LONGEST_LINE = 64 << 20;

    private static final int BLOCK = 1 << 20;

    private final Path path;
    private final Object key;
    private final FileChannel channel;
    private long lineStart;
    private long read;

    private GrowingFile(Path path, Object key, FileChannel channel) {
        this.path = path;
        this.key = key;
        this.channel = channel;
    }

    static GrowingFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return new GrowingFile(path, key(path), channel);
    }

    /** A line that was seen, to be read again when it is wanted. */
    record Line(GrowingFile file, long from, int length) {

        String text() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (file.channel.read(bytes, from + bytes.position()) < 0) {
                    throw new IOException(file.path + " has become shorter");
                }
            }
            return new String(bytes.array(), StandardCharsets.UTF_8);
        }
    }

    Path path() {
        return path;
    }

    /** Whether the file under this name is still the one that was opened, and has lost nothing. */
    boolean isStillThere() {
        try {
            return Objects.equals(key, key(path)) && channel.size() >= read;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Gives the lines that have come since the last call, without their line breaks.
     *
     * @param tooLong run for each line that is longer than {@link #LONGEST_LINE}
     */
    void readOn(Consumer<Line> lines, Runnable tooLong) throws IOException {
        ByteBuffer block = ByteBuffer.allocate((int) Math.max(1, Math.min(BLOCK, channel.size() - read)));
        while (channel.read(block.clear(), read) > 0) {
            block.flip();
            while (block.hasRemaining()) {
                read++;
                if (block.get() == '\n') {
                    long length = read - 1 - lineStart;
                    if (length > LONGEST_LINE) {
                        tooLong.run();
                    } else {
                        lines.accept(new Line(this, lineStart, (int) length));
                    }
                    lineStart = read;
                }
            }
        }
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
