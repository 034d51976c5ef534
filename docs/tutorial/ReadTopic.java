import io.pagestream.formats.JsonLines;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Prints the first records of a topic as JSON Lines, as `pagestream read` writes them, and ends:  ReadTopic BROKERS TOPIC COUNT
 *
 * <p>The stream writes in transactions: a reader that does not ask for read_committed sees records that may be taken back.
 */
class ReadTopic {

    private static final long PATIENCE_NANOS = Duration.ofMinutes(3).toNanos();

    public static void main(String[] args) throws IOException {
        int wanted = Integer.parseInt(args[2]);
        int read = 0;
        long began = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(args[1]).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (read < wanted && System.nanoTime() - began < PATIENCE_NANOS) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    System.out.println(line(args[1], record.value()));
                    read++;
                }
            }
        }
        if (read < wanted) {
            System.err.println("expected " + wanted + " records in " + args[1] + ", found " + read + " in three minutes");
            System.exit(1);
        }
    }

    private static String line(String topic, byte[] value) throws IOException {
        if (topic.endsWith("-dead-letters")) {
            return JsonLines.of(avro(new SpecificDatumReader<>(DeadLetter.class), value));
        }
        if (topic.endsWith("-answers")) {
            return JsonLines.of(avro(new SpecificDatumReader<>(QaResult.class), value));
        }
        return JsonLines.of(avro(new SpecificDatumReader<>(OcrResult.class), value));
    }

    private static <T> T avro(SpecificDatumReader<T> reader, byte[] value) throws IOException {
        return reader.read(null, DecoderFactory.get().binaryDecoder(value, null));
    }
}
