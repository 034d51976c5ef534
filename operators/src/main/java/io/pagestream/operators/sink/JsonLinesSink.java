package io.pagestream.operators.sink;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * One file of lines. It is written under another name and moved at the end of the input, so that a file that is there is
 * complete. It cannot go on from a checkpoint and says so.
 */
final class JsonLinesSink<T> implements Sink<T>, WritesAlone {

    private static final long serialVersionUID = 1L;

    private final String folder;
    private final String name;
    private final ToLine<T> toLine;
    private final Beside<T> beside;

    JsonLinesSink(String folder, String name, ToLine<T> toLine, Beside<T> beside) {
        this.folder = folder;
        this.name = name;
        this.toLine = toLine;
        this.beside = beside;
    }

    /** A function that travels to the workers. */
    @FunctionalInterface
    interface ToLine<T> extends Function<T, String>, Serializable {}

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
        int subtasks = context.getTaskInfo().getNumberOfParallelSubtasks();
        if (subtasks != 1) {
            throw new IllegalStateException(name + " is written by one subtask, this sink has " + subtasks);
        }
        if (context.getRestoredCheckpointId().isPresent()) {
            throw new IllegalStateException(
                    name + " cannot go on from a checkpoint: lines that were written before it are lost; start again"
                            + " without checkpoints, or write to Kafka");
        }
        Path place = Files.createDirectories(Path.of(folder));
        beside.begin();
        return new Writer(place.resolve("." + name + ".part"), place.resolve(name));
    }

    private final class Writer implements SinkWriter<T> {

        private final Path draft;
        private final Path file;
        private final BufferedWriter out;
        private boolean moved;

        Writer(Path draft, Path file) throws IOException {
            this.draft = draft;
            this.file = file;
            this.out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8);
        }

        @Override
        public void write(T record, Context context) throws IOException {
            out.write(toLine.apply(record));
            out.write('\n');
            beside.write(record);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            out.flush();
            if (endOfInput && !moved) {
                out.close();
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                moved = true;
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
