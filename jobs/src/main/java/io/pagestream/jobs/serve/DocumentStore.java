package io.pagestream.jobs.serve;

import io.pagestream.jobs.embedded.HandIn;
import io.pagestream.jobs.serve.End.State;
import io.pagestream.operators.source.RequestRecord;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of a server: what was accepted, what has ended, what is kept. What lies in the folder is the truth; in memory
 * there is a row for each. Any thread.
 */
final class DocumentStore implements HandIn.Sender {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentStore.class);
    private static final int HURRY_SECONDS = 5;

    private final DataFolder data;
    private final ServeLimits limits;
    private final Changes changes = new Changes();
    private final Map<String, Kept> byId = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Kept> byNumber = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Long, Kept> open = new ConcurrentSkipListMap<>();
    private final Map<String, Kept> byKey = new HashMap<>();
    private CompletableFuture<Void> arrival = new CompletableFuture<>();
    private long bytes;

    /** Takes up what lies in {@code data}. */
    DocumentStore(DataFolder data, ServeLimits limits) throws IOException {
        this.data = data;
        this.limits = limits;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(data.documents())) {
            for (Path folder : folders) {
                load(folder);
            }
        }
        for (Kept document : open.values()) {
            changes.changed(document, revision -> {});
        }
    }

    private void load(Path folder) {
        try {
            Kept document = Kept.load(folder);
            if (!folder.getFileName().toString().equals(document.id())) {
                throw new IOException("it holds the document " + document.id());
            }
            changes.passed(document.accepted().number());
            document.end().ifPresent(end -> changes.restore(document, end.revision()));
            put(document);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} holds no document that can be read and is passed over: {}", folder, e.toString());
        }
    }

    private synchronized void put(Kept document) {
        // Asked before anybody else knows the document: whoever holds its lock may wait for this one.
        boolean isOpen = document.end().isEmpty();
        bytes += document.bytes();
        byId.put(document.id(), document);
        byNumber.put(document.accepted().number(), document);
        if (!document.accepted().key().isEmpty()) {
            byKey.put(document.accepted().key(), document);
        }
        if (isOpen) {
            open.put(document.accepted().number(), document);
        }
    }

    synchronized boolean knows(String key) {
        return byKey.containsKey(key);
    }

    /** A document that was accepted now, or with the same key before. */
    record Admitted(Kept document, boolean isNew) {}

    /** @throws Refused when there is no room for {@code documents} more with {@code size} bytes */
    synchronized void requireRoom(int documents, long size) throws Refused, IOException {
        if (open.size() + documents > limits.open()) {
            throw new Refused(
                    429,
                    "TOO_MANY_OPEN",
                    open.size() + " documents are open and " + limits.open()
                            + " may be; try again when some have ended,"
                            + " or start the server with a higher --max-open",
                    HURRY_SECONDS);
        }
        if (byId.size() + documents > ServeLimits.KEPT) {
            throw new Refused(
                    507,
                    "DISK_FULL",
                    "the server keeps " + byId.size() + " documents, and " + ServeLimits.KEPT
                            + " at most; delete some, or start it with a shorter --keep");
        }
        if (bytes + size > limits.diskBytes() || data.freeBytes() < size + ServeLimits.FREE_BYTES) {
            throw new Refused(
                    507,
                    "DISK_FULL",
                    "documents and results take " + bytes + " bytes of " + limits.diskBytes() + " and "
                            + data.freeBytes()
                            + " are free on the disk; delete some, or start the server with a higher --max-disk or a"
                            + " shorter --keep");
        }
    }

    /**
     * Accepts what lies in {@code draft}; when this returns it is on disk.
     *
     * @param key SHA-256 of the client's key; empty without one
     */
    synchronized Admitted accept(Draft draft, Submission said, String key) throws Refused, IOException {
        Kept before = key.isEmpty() ? null : byKey.get(key);
        if (before != null) {
            if (!before.accepted().sameAs(draft.sha256(), said.wishes())) {
                throw new Refused(
                        409,
                        "KEY_REUSED",
                        "this Idempotency-Key came with another document or other wishes before, see "
                                + Door.address(before.id()) + "; use a new key");
            }
            return new Admitted(before, false);
        }
        requireRoom(1, draft.size());
        Accepted accepted = new Accepted(
                draft.id(),
                changes.next(),
                System.currentTimeMillis(),
                said.name(),
                said.mediaType(),
                draft.size(),
                draft.sha256(),
                key,
                said.wishes());
        if (said.password() != null) {
            DataFolder.write(
                    draft.folder().resolve(Kept.PASSWORD), said.password().getBytes(StandardCharsets.UTF_8));
        }
        DataFolder.write(draft.folder().resolve(Kept.REQUEST), Kept.JSON.writeValueAsBytes(accepted));
        Path place = data.documents().resolve(accepted.id());
        DataFolder.moveDurably(draft.folder(), place);
        Kept document = new Kept(accepted, place);
        put(document);
        changes.changed(document, revision -> {});
        arrival.complete(null);
        arrival = new CompletableFuture<>();
        return new Admitted(document, true);
    }

    Draft draft() throws IOException {
        return Draft.in(data.draft());
    }

    @Override
    public Optional<HandIn.Numbered> next(long from) throws IOException {
        for (Kept document : open.tailMap(from).values()) {
            Optional<DocumentRequest> request = document.request();
            if (request.isPresent()) {
                byte[] avro = AvroBytes.of(request.get());
                return Optional.of(new HandIn.Numbered(
                        document.accepted().number(), new RequestRecord("rest:" + document.id(), avro)));
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized CompletableFuture<Void> available(long from) {
        return open.tailMap(from).isEmpty() ? arrival : CompletableFuture.completedFuture(null);
    }

    /** What a sink has for a document. */
    interface News {
        /** @return false when the document was deleted or has ended */
        boolean tell(Kept document) throws IOException;
    }

    /**
     * Passes {@code news} on; nothing happens when the document was deleted or has ended. What comes again is news too: the
     * first time, the end that it brought may not have been written.
     */
    void tell(String id, News news) throws IOException {
        Kept document = byId.get(id);
        if (document == null) {
            return;
        }
        synchronized (document) {
            long before = document.bytes();
            if (!news.tell(document)) {
                return;
            }
            changes.changed(document, document::endIfComplete);
            if (document.end().isPresent()) {
                close(document, document.bytes() - before);
            }
        }
    }

    private synchronized void close(Kept document, long more) {
        open.remove(document.accepted().number());
        bytes += more;
    }

    Optional<Kept> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @throws Refused when there is no such document */
    Kept require(String id) throws Refused {
        return find(id).orElseThrow(() -> Refused.unknown(id));
    }

    /** Forgets it; what the stream still says of it is passed over. */
    void delete(Kept document) throws IOException {
        if (!document.delete(data)) {
            return;
        }
        long weight = document.bytes();
        synchronized (this) {
            byId.remove(document.id());
            byNumber.remove(document.accepted().number());
            byKey.remove(document.accepted().key());
            open.remove(document.accepted().number());
            bytes -= weight;
        }
        changes.deleted(document);
    }

    /** Forgets what has ended long enough ago. */
    void sweep() {
        Duration keep = limits.keep();
        long oldest = System.currentTimeMillis() - keep.toMillis();
        for (Kept document : keep.isZero() ? List.<Kept>of() : byNumber.values()) {
            try {
                if (document.end().filter(end -> end.time() < oldest).isPresent()) {
                    delete(document);
                }
            } catch (IOException e) {
                LOG.warn("{} is older than --keep and cannot be removed; it is tried again", document.id(), e);
            }
        }
    }

    /** At most {@code most}, latest first, of those that were accepted before {@code number}. */
    List<Kept> list(long number, int most, Predicate<State> wanted) {
        return byNumber.headMap(number, false).descendingMap().values().stream()
                .filter(document -> wanted.test(document.now().state()))
                .limit(most)
                .toList();
    }

    /** Folder for what is being received. */
    String receiving() {
        return data.drafts().toString();
    }

    Changes changes() {
        return changes;
    }

    int openDocuments() {
        return open.size();
    }

    int documents() {
        return byId.size();
    }
}
