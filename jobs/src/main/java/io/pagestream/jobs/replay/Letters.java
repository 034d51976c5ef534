package io.pagestream.jobs.replay;

import io.pagestream.formats.JsonLines;
import io.pagestream.operators.claim.Sha256;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.registry.RegisteredRecords;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DeadLetter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where letters lie: in their topic, or as JSON Lines. What is no letter is told and passed over. One thread. */
final class Letters {

    private final Consumer<Found> each;
    private final Consumer<String> unreadable;

    /** @param unreadable gets a sentence for each record or line that is no letter */
    Letters(Consumer<Found> each, Consumer<String> unreadable) {
        this.each = each;
        this.unreadable = unreadable;
    }

    /** All that lie in their topic now. */
    void ofTopic(KafkaOptions options, Instant since) throws IOException {
        RegisteredRecords registered = options.registry() == null ? null : RegisteredRecords.of(options.registry());
        new TopicReader(options).read(options.deadLettersTopic(), since, record -> {
            String place = record.topic() + "/" + record.partition() + "/" + record.offset();
            try {
                DeadLetter letter = registered == null
                        ? AvroBytes.read(value(record), DeadLetter.class)
                        : registered.read(value(record), DeadLetter.class);
                // With its time, for offsets begin anew in a topic that was deleted and made again.
                each.accept(
                        new Found(letter, Instant.ofEpochMilli(record.timestamp()), place + "/" + record.timestamp()));
            } catch (IOException e) {
                unreadable.accept(place + ": " + e.getMessage());
            }
        });
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.value() == null) {
            throw new IOException("the record has no value");
        }
        return record.value();
    }

    /** Those of a file as {@code read --out} and the files of the stream have them; results and answers are passed over. */
    void ofFile(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            for (int number = 1; line != null; number++) {
                ofLine(file, number, line);
                line = lines.readLine();
            }
        }
    }

    private void ofLine(Path file, int number, String line) {
        try {
            if (!line.isBlank() && JsonLines.parse(line) instanceof DeadLetter letter) {
                String place = "sha256/" + Sha256.of(line.getBytes(StandardCharsets.UTF_8));
                each.accept(new Found(letter, Instant.ofEpochMilli(letter.getTime()), place));
            }
        } catch (IllegalArgumentException e) {
            unreadable.accept(file + " line " + number + ": " + e.getMessage());
        }
    }
}
