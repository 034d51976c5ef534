package io.pagestream.jobs.serve;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.serve.End.State;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One document: its folder, and how far it is. Any thread; its own lock is held while its files change.
 *
 * <pre>
 * request.json  content  password          from the beginning; the password goes when the document ends
 * answers.jsonl  dead-letters.jsonl        grow while it is open
 * result.json                              a line as JsonLines has it
 * end.json                                 last: what has it, has ended
 * </pre>
 */
final class Kept {

    static final String REQUEST = "request.json";
    static final String CONTENT = "content";
    static final String PASSWORD = "password";
    private static final String RESULT = "result.json";
    private static final String ANSWERS = "answers.jsonl";
    private static final String LETTERS = "dead-letters.jsonl";
    private static final String END = "end.json";

    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Accepted accepted;
    private final Path folder;
    private Tally tally;
    private End end;
    private long bytes;
    private volatile long revision;
    private boolean deleted;

    Kept(Accepted accepted, Path folder) {
        this.accepted = accepted;
        this.folder = folder;
        this.tally = new Tally(accepted.wishes());
        this.bytes = accepted.size();
    }

    /** From its folder. What came of a document that has not ended is thrown away: it begins anew. */
    static Kept load(Path folder) throws IOException {
        Kept kept = new Kept(JSON.readValue(folder.resolve(REQUEST).toFile(), Accepted.class), folder);
        if (Files.exists(kept.file(END))) {
            kept.end = JSON.readValue(kept.file(END).toFile(), End.class);
            kept.tally = null;
            Files.deleteIfExists(kept.file(PASSWORD));
            kept.weigh();
        } else {
            for (String name : new String[] {RESULT, ANSWERS, LETTERS}) {
                Files.deleteIfExists(kept.file(name));
            }
        }
        return kept;
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    String id() {
        return accepted.id();
    }

    Accepted accepted() {
        return accepted;
    }

    long revision() {
        return revision;
    }

    void revision(long revision) {
        this.revision = revision;
    }

    synchronized Optional<End> end() {
        return Optional.ofNullable(end);
    }

    synchronized long bytes() {
        return bytes;
    }

    /** How far it is; of an open document with its present counts. */
    synchronized End now() {
        if (end != null) {
            return end;
        }
        State state = tally.total() < 0 ? State.QUEUED : State.RUNNING;
        return new End(
                state,
                revision,
                0,
                tally.total(),
                tally.done(),
                tally.failed(),
                tally.answers(),
                tally.letters(),
                tally.hasResult());
    }

    /** The request for the stream; nothing when it is gone or has ended. */
    synchronized Optional<DocumentRequest> request() throws IOException {
        if (deleted || end != null) {
            return Optional.empty();
        }
        return Optional.of(accepted.wishes().request(id(), source(), accepted.mediaType(), password()));
    }

    ClaimCheck source() {
        return new ClaimCheck(file(CONTENT).toUri().toString(), accepted.size(), accepted.sha256());
    }

    private String password() throws IOException {
        try {
            return Files.readString(file(PASSWORD));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    synchronized boolean add(DocumentProgress progress) {
        if (isClosed()) {
            return false;
        }
        tally.add(progress);
        return true;
    }

    /** One that comes again replaces what came before: letters that are on their way belong to it. */
    synchronized boolean add(OcrResult result) throws IOException {
        if (isClosed()) {
            return false;
        }
        DataFolder.write(file(RESULT), JsonLines.of(result).getBytes(StandardCharsets.UTF_8));
        tally.add(result);
        return true;
    }

    synchronized boolean add(QaResult answer) throws IOException {
        if (isClosed()) {
            return false;
        }
        if (!tally.has(answer)) {
            append(ANSWERS, JsonLines.of(answer));
            tally.add(answer);
        }
        return true;
    }

    synchronized boolean add(DeadLetter letter) throws IOException {
        if (isClosed()) {
            return false;
        }
        if (!tally.has(letter)) {
            append(LETTERS, JsonLines.of(letter));
            tally.add(letter);
        }
        return true;
    }

    private boolean isClosed() {
        return deleted || end != null;
    }

    /** A line as a whole or not at all: where the disk is full, the sink tries again. */
    private void append(String name, String line) throws IOException {
        try (FileChannel out = FileChannel.open(file(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long size = out.size();
            out.position(size);
            try {
                for (ByteBuffer left = StandardCharsets.UTF_8.encode(line + "\n"); left.hasRemaining(); ) {
                    out.write(left);
                }
            } catch (IOException e) {
                out.truncate(size);
                throw e;
            }
        }
    }

    /** Writes the end down when everything is there; with a lock on this held, by {@link Changes}. */
    synchronized void endIfComplete(long number) throws IOException {
        Optional<State> state = isClosed() ? Optional.empty() : tally.end();
        if (state.isEmpty()) {
            return;
        }
        End now = now();
        End last = new End(
                state.get(),
                number,
                System.currentTimeMillis(),
                now.total(),
                now.done(),
                now.failed(),
                now.answers(),
                now.letters(),
                now.result());
        DataFolder.force(file(ANSWERS));
        DataFolder.force(file(LETTERS));
        DataFolder.write(file(END), JSON.writeValueAsBytes(last));
        Files.deleteIfExists(file(PASSWORD));
        weigh();
        end = last;
        tally = null;
    }

    private void weigh() throws IOException {
        long all = 0;
        for (String name : new String[] {CONTENT, RESULT, ANSWERS, LETTERS}) {
            all += Files.exists(file(name)) ? Files.size(file(name)) : 0;
        }
        bytes = all;
    }

    /** @return false when somebody else has deleted it */
    synchronized boolean delete(DataFolder data) throws IOException {
        if (deleted) {
            return false;
        }
        data.remove(folder);
        deleted = true;
        return true;
    }

    /** The result, where there is one and it is all there. */
    synchronized Optional<OcrResult> result() throws IOException {
        if (end == null || !end.result()) {
            return Optional.empty();
        }
        try {
            return Optional.of((OcrResult) JsonLines.parse(Files.readString(file(RESULT))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    byte[] content() throws IOException {
        return Files.readAllBytes(file(CONTENT));
    }

    /** Lines of JSON, those that are there now; the caller closes them. */
    Stream<String> answers() throws IOException {
        return lines(ANSWERS, now().answers());
    }

    /** Lines of JSON, those that are there now, at most {@code most}; the caller closes them. */
    Stream<String> letters(int most) throws IOException {
        return lines(LETTERS, Math.min(most, now().letters()));
    }

    /** Behind those that were counted one may be being written. */
    private Stream<String> lines(String name, int count) throws IOException {
        try {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file(name)), StandardCharsets.UTF_8));
            return reader.lines().limit(count).onClose(() -> close(reader));
        } catch (NoSuchFileException e) {
            return Stream.empty();
        }
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
