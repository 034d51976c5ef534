package io.pagestream.operators.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.operators.Samples;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KafkaValuesTest {

    @Test
    void aDeadLetterSaysInItsHeadersWhatIsWrong() throws Exception {
        DeadLetter letter = DeadLetters.ofPage(
                Stage.TILE, Samples.page("exact_56.png", "read"), Reason.CORRUPT, "the page is damaged", "a-model");

        ProducerRecord<byte[], byte[]> record =
                new KafkaValues.OfDeadLetters().to("letters", null).serialize(letter, null, null);

        assertThat(record.topic()).isEqualTo("letters");
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("exact_56.png");
        assertThat(record.headers().lastHeader("reason").value()).isEqualTo("CORRUPT".getBytes(StandardCharsets.UTF_8));
        assertThat(record.headers().lastHeader("stage").value()).isEqualTo("TILE".getBytes(StandardCharsets.UTF_8));
        assertThat(AvroBytes.read(record.value(), DeadLetter.class)).isEqualTo(letter);
    }
}
