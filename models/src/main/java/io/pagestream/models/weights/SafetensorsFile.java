package io.pagestream.models.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * One safetensors file, mapped piece by piece when its rows are asked for.
 *
 * <p>Format (huggingface/safetensors): eight bytes with the length of a JSON header, the header, then the data of all
 * tensors without gaps. Everything the header says is checked against the file's size before a byte is mapped. Any
 * thread.
 */
final class SafetensorsFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final Map<String, FileTensor> tensors;

    private SafetensorsFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.tensors = SafetensorsHeader.read(file, channel, this);
    }

    /** @throws IllegalArgumentException when it is not a whole and sound safetensors file */
    @SuppressWarnings("resource") // the channel is closed with this file
    static SafetensorsFile open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new SafetensorsFile(file, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the weight file " + file + " cannot be read (" + e.getMessage()
                            + "); check that it is there and may" + " be read",
                    e);
        }
    }

    Path file() {
        return file;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** A tensor that {@link #has} says is there. */
    FileTensor tensor(String name) {
        return tensors.get(name);
    }

    /** A read-only view of part of the file; it outlives this object. */
    ByteBuffer map(long offset, long bytes) {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the weight file " + file + " cannot be read at byte " + offset + "; check the disk it lies on", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the weight file " + file + " cannot be closed", e);
        }
    }
}
