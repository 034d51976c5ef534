package io.pagestream.jobs.embedded;

import io.pagestream.operators.source.RequestRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source without an end, for requests from the same JVM: what {@link HandOver} is for results. Requests are numbered, and
 * a checkpoint holds the number of the next one: after a failure of the job those behind it are asked for again. One reader
 * takes them all.
 */
public final class HandIn
        implements Source<RequestRecord, HandIn.Place, HandIn.Place>,
                ResultTypeQueryable<RequestRecord>,
                AutoCloseable {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Sender> SENDERS = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();

    private HandIn() {}

    /** Has the requests. Called by the source's thread, which it must not hold up. */
    public interface Sender {

        /** The first request whose number is not less than {@code from}; none when there is none yet. */
        Optional<Numbered> next(long from) throws IOException;

        /** Done as soon as there is one. */
        CompletableFuture<Void> available(long from);
    }

    /** A request, and its number. */
    public record Numbered(long number, RequestRecord record) {}

    /**
     * Where the reader is.
     *
     * @param next number of the next request; of the enumerator {@link #GIVEN} when a reader has the place
     */
    public record Place(long next) implements SourceSplit {

        static final long GIVEN = -1;

        @Override
        public String splitId() {
            return "requests";
        }
    }

    public static HandIn from(Sender sender) {
        HandIn source = new HandIn();
        SENDERS.put(source.name, sender);
        return source;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public TypeInformation<RequestRecord> getProducedType() {
        return TypeInformation.of(RequestRecord.class);
    }

    @Override
    public SourceReader<RequestRecord, Place> createReader(SourceReaderContext context) {
        Sender sender = SENDERS.get(name);
        if (sender == null) {
            throw new IllegalStateException("requests are handed in in one JVM only, and their sender is gone");
        }
        return new Reader(sender);
    }

    @Override
    public SplitEnumerator<Place, Place> createEnumerator(SplitEnumeratorContext<Place> context) {
        return new Enumerator(context, new Place(0));
    }

    @Override
    public SplitEnumerator<Place, Place> restoreEnumerator(SplitEnumeratorContext<Place> context, Place kept) {
        return new Enumerator(context, kept);
    }

    @Override
    public SimpleVersionedSerializer<Place> getSplitSerializer() {
        return new PlaceBytes();
    }

    @Override
    public SimpleVersionedSerializer<Place> getEnumeratorCheckpointSerializer() {
        return new PlaceBytes();
    }

    @Override
    public void close() {
        SENDERS.remove(name);
    }

    private static final class Reader implements SourceReader<RequestRecord, Place> {

        private final Sender sender;
        private final CompletableFuture<Void> placed = new CompletableFuture<>();
        private long next = Place.GIVEN;

        Reader(Sender sender) {
            this.sender = sender;
        }

        @Override
        public void start() {
            // The enumerator gives the place to the first reader, unasked.
        }

        @Override
        public void addSplits(List<Place> places) {
            next = places.get(0).next();
            placed.complete(null);
        }

        @Override
        public InputStatus pollNext(ReaderOutput<RequestRecord> output) throws IOException {
            Optional<Numbered> found = next == Place.GIVEN ? Optional.empty() : sender.next(next);
            if (found.isEmpty()) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            output.collect(found.get().record());
            next = found.get().number() + 1;
            return InputStatus.MORE_AVAILABLE;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return next == Place.GIVEN ? placed : sender.available(next);
        }

        @Override
        public List<Place> snapshotState(long checkpoint) {
            return next == Place.GIVEN ? List.of() : List.of(new Place(next));
        }

        @Override
        public void notifyNoMoreSplits() {
            // There is always more to come.
        }

        @Override
        public void close() {
            // The sender belongs to the program.
        }
    }

    private static final class Enumerator implements SplitEnumerator<Place, Place> {

        private final SplitEnumeratorContext<Place> context;
        private final Queue<Place> toGive = new ArrayDeque<>();

        Enumerator(SplitEnumeratorContext<Place> context, Place kept) {
            this.context = context;
            if (kept.next() != Place.GIVEN) {
                toGive.add(kept);
            }
        }

        @Override
        public void addReader(int subtask) {
            give();
        }

        @Override
        public void addSplitsBack(List<Place> places, int subtask) {
            toGive.addAll(places);
            give();
        }

        private void give() {
            Collection<Integer> readers = context.registeredReaders().keySet();
            if (!readers.isEmpty() && !toGive.isEmpty()) {
                context.assignSplit(toGive.remove(), readers.iterator().next());
            }
        }

        @Override
        public Place snapshotState(long checkpoint) {
            return toGive.isEmpty() ? new Place(Place.GIVEN) : toGive.peek();
        }

        @Override
        public void start() {
            // Readers make themselves known.
        }

        @Override
        public void handleSplitRequest(int subtask, String host) {
            // There is one place, and nobody asks for it.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** A number. */
    private static final class PlaceBytes implements SimpleVersionedSerializer<Place> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Place place) {
            return ByteBuffer.allocate(Long.BYTES).putLong(place.next()).array();
        }

        @Override
        public Place deserialize(int version, byte[] bytes) {
            return new Place(ByteBuffer.wrap(bytes).getLong());
        }
    }
}
