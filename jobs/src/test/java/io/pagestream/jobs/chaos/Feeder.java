package io.pagestream.jobs.chaos;

import io.pagestream.operators.options.KafkaOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends documents evenly over a time, each once however the broker is treated; some good ones a second time, as users do. */
final class Feeder implements AutoCloseable {

    private static final int SENT_AGAIN = 25;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;
    private volatile int sent;
    private volatile Throwable failure;

    Feeder(String servers, List<Documents.Sent> documents, Duration over) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "delivery.timeout.ms", 600_000, "max.block.ms", 600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        thread = new Thread(() -> feed(documents, over), "feeder");
        thread.setDaemon(true);
        thread.start();
    }

    private void feed(List<Documents.Sent> documents, Duration over) {
        try {
            long start = System.nanoTime();
            List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
            for (Documents.Sent document : documents) {
                long due = over.toMillis() * sent / documents.size();
                long wait = due - (System.nanoTime() - start) / 1_000_000;
                if (wait > 0) {
                    Thread.sleep(wait);
                }
                acknowledged.add(send(document));
                if (document.number() % SENT_AGAIN == 0 && document.kind() == Documents.Kind.GOOD) {
                    acknowledged.add(send(document));
                }
                sent++;
            }
            for (Future<RecordMetadata> each : acknowledged) {
                each.get();
            }
        } catch (Exception | Error e) {
            failure = e;
        }
    }

    private Future<RecordMetadata> send(Documents.Sent document) {
        byte[] key = document.id().getBytes(StandardCharsets.UTF_8);
        return producer.send(new ProducerRecord<>(KafkaOptions.REQUESTS.defaultValue(), key, document.record()));
    }

    /** @throws AssertionError when a record could not be sent */
    int sent() {
        if (failure != null) {
            throw new AssertionError("after " + sent + " documents", failure);
        }
        return sent;
    }

    @Override
    public void close() {
        thread.interrupt();
        producer.close(Duration.ofSeconds(2));
    }
}
