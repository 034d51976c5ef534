package io.pagestream.operators.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.operators.Samples;
import io.pagestream.schemas.Block;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.KnownSchemas;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.PageText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class AvroBytesTest {

    @Test
    void everyKindOfValueComesBack() throws IOException {
        PageText text = Samples.text("漢字", 3, 70_000);
        text.setConfidence(0.123456789);
        text.setMilliseconds(Long.MAX_VALUE);
        text.setPromptTokens(Integer.MIN_VALUE);
        text.setBlocks(List.of(new Block("heading", "Title", new Box(1.5, -2.5, 1e300, 0.0), null)));

        assertThat(AvroBytes.read(AvroBytes.of(text), PageText.class)).isEqualTo(text);
    }

    @Test
    void aSingleObjectOfThePublishedVersionsIsReadByThisOne() throws IOException {
        for (String version : KnownSchemas.VERSIONS) {
            Schema schema = KnownSchemas.published(version).get(DocumentRequest.class.getName());
            GenericRecord old = new GenericRecordBuilder(schema)
                    .set("documentId", "a")
                    .set("task", "text")
                    .build();
            byte[] bytes = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema)
                    .encode(old)
                    .array();

            DocumentRequest read = AvroBytes.readSingleObject(bytes, DocumentRequest.class);

            assertThat(read.getTask()).as(version).isEqualTo("text");
            assertThat(read.getLane()).as(version).isEqualTo(Lane.INTERACTIVE);
        }
    }

    @Test
    void aSingleObjectIsWhatAvroItselfReads() throws IOException {
        DocumentRequest request = Samples.request("exact_56.png");

        byte[] bytes = AvroBytes.singleObject(request);

        assertThat(DocumentRequest.fromByteBuffer(ByteBuffer.wrap(bytes))).isEqualTo(request);
        assertThat(AvroBytes.readSingleObject(bytes, DocumentRequest.class)).isEqualTo(request);
        assertThatThrownBy(() -> AvroBytes.readSingleObject(bytes, PageText.class))
                .hasMessageContaining("no published schema of PageText");
        assertThatThrownBy(() -> AvroBytes.readSingleObject(AvroBytes.of(request), DocumentRequest.class))
                .hasMessageContaining("c3 01");
    }

    @Test
    void aRecordThatClaimsMoreThanItHasIsRefusedBeforeMemoryIsTaken() {
        byte[] claimsAGigabyte = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08, 1};

        assertThatThrownBy(() -> AvroBytes.read(claimsAGigabyte, DocumentRequest.class))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1073741824 is claimed where 1 bytes are left");
    }

    @Test
    void damagedRecordsAreRefusedOrReadAndNothingElse() {
        DocumentRequest request = Samples.request("exact_56.png");
        request.setContent(ByteBuffer.wrap(new byte[100]));
        byte[] good = AvroBytes.of(request);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, good.length);
            for (int changes = 0; changes < 3; changes++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                AvroBytes.read(bad, DocumentRequest.class);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
