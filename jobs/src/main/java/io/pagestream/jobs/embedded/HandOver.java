package io.pagestream.jobs.embedded;

import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.sink.WritesAlone;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink that gives each record to a receiver in the same JVM. Flink copies a sink by serialising it; what travels is the
 * name under which the receiver is kept until {@link #close}.
 */
public final class HandOver<T> implements Sink<T>, WritesAlone, AutoCloseable {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Receiver<?>> RECEIVERS = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();

    private HandOver() {}

    public static <T> HandOver<T> to(Receiver<T> receiver) {
        HandOver<T> sink = new HandOver<>();
        RECEIVERS.put(sink.name, receiver);
        return sink;
    }

    /** The three ends of a pipeline, each handed over. */
    public record Ends(HandOver<OcrResult> results, HandOver<QaResult> answers, HandOver<DeadLetter> deadLetters)
            implements AutoCloseable {

        public static Ends to(
                Receiver<OcrResult> results, Receiver<QaResult> answers, Receiver<DeadLetter> deadLetters) {
            return new Ends(HandOver.to(results), HandOver.to(answers), HandOver.to(deadLetters));
        }

        public ResultSinks sinks() {
            return new ResultSinks(results, answers, deadLetters);
        }

        @Override
        public void close() {
            results.close();
            answers.close();
            deadLetters.close();
        }
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        @SuppressWarnings("unchecked") // to() has put it there with this type
        Receiver<T> receiver = (Receiver<T>) RECEIVERS.get(name);
        if (receiver == null) {
            throw new IllegalStateException(
                    "results are handed over in one JVM only, and its receiver is gone; write to"
                            + " files or to Kafka instead");
        }
        return new SinkWriter<>() {
            @Override
            public void write(T record, Context each) throws IOException {
                receiver.accept(record);
            }

            @Override
            public void flush(boolean endOfInput) {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // The receiver belongs to the program.
            }
        };
    }

    @Override
    public void close() {
        RECEIVERS.remove(name);
    }
}
