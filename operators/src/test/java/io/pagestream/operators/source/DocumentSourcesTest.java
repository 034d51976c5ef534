package io.pagestream.operators.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pagestream.operators.Samples;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class DocumentSourcesTest {

    @TempDir
    Path folder;

    @Test
    void aFolderGivesItsFilesByTheirPathInsideIt() throws Exception {
        Files.createDirectories(folder.resolve("b/c"));
        Files.writeString(folder.resolve("b/c/deep.pdf"), "x");
        Files.writeString(folder.resolve("a.png"), "x");
        Files.writeString(folder.resolve(".hidden"), "x");

        List<DocumentRequest> requests = DocumentSources.requestsFor(List.of(folder.toString()));

        assertThat(requests).extracting(DocumentRequest::getDocumentId).containsExactly("a.png", "b/c/deep.pdf");
        assertThat(requests.get(0).getSource().getUri())
                .isEqualTo(folder.resolve("a.png").toUri().toString());
    }

    @Test
    void whatIsNamedTwiceIsThereOnceAndEqualNamesAreToldApart() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        Files.writeString(one.resolve("a.png"), "x");
        Files.writeString(two.resolve("a.png"), "y");

        List<DocumentRequest> requests =
                DocumentSources.requestsFor(List.of(one.toString(), two.toString(), one.toString()));

        assertThat(requests)
                .extracting(DocumentRequest::getDocumentId)
                .containsExactly("a.png", two.resolve("a.png").toUri().toString());
    }

    @Test
    void anAddressIsItsOwnId() throws Exception {
        assertThat(DocumentSources.requestsFor(List.of("https://docs.example/a.pdf")))
                .singleElement()
                .extracting(
                        DocumentRequest::getDocumentId,
                        request -> request.getSource().getUri())
                .containsExactly("https://docs.example/a.pdf", "https://docs.example/a.pdf");
    }

    @Test
    void noDocumentsAtAllAreRefused() {
        assertThatThrownBy(() -> DocumentSources.of(List.of())).hasMessageContaining("got 0");
    }

    @Test
    void headersOfARecordAreStrongerThanWhatTheRequestSays() throws Exception {
        RequestRecord plain = received(headers());
        RequestRecord headed = received(headers("pagestream-tenant", "press", "pagestream-lane", "backfill"));
        RequestRecord wrong = received(headers("pagestream-lane", "urgent"));
        try (var harness = decoding()) {
            harness.processElement(plain, 0);
            harness.processElement(headed, 0);
            harness.processElement(wrong, 0);

            assertThat(harness.extractOutputValues())
                    .extracting(DocumentRequest::getTenant, DocumentRequest::getLane)
                    .containsExactly(tuple("own", Lane.INTERACTIVE), tuple("press", Lane.BACKFILL));
            assertThat(harness.getSideOutput(DeadLetters.TAG)).singleElement().satisfies(record -> {
                assertThat(record.getValue().getReason()).isEqualTo(Reason.INVALID_REQUEST);
                assertThat(record.getValue().getDocumentId()).isEqualTo("exact_56.png");
                assertThat(record.getValue().getDetail()).contains("pagestream-lane", "'urgent'");
            });
        }
    }

    @Test
    void ofAnEndlessHeaderABeginningIsKept() throws Exception {
        RequestRecord record = received(headers("pagestream-tenant", "x".repeat(1 << 20)));

        assertThat(record.tenant()).hasSize(RequestRecord.MOST_HEADER);
    }

    private static RecordHeaders headers(String... pairs) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.add(pairs[i], pairs[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static RequestRecord received(RecordHeaders headers) {
        DocumentRequest request = Samples.request("exact_56.png");
        request.setTenant("own");
        var record = new ConsumerRecord<byte[], byte[]>(
                "in", 0, 7, 0, TimestampType.CREATE_TIME, 0, 0, null, AvroBytes.of(request), headers, Optional.empty());
        List<RequestRecord> out = new ArrayList<>();
        new KafkaRecords().deserialize(record, new ListCollector<>(out));
        return out.get(0);
    }

    private static OneInputStreamOperatorTestHarness<RequestRecord, DocumentRequest> decoding() throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeRequests("test", RequestFormat.avro())));
        harness.setup(new AvroTypeInfo<>(DocumentRequest.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
        return harness;
    }

    @Test
    void whatIsNoRequestIsADeadLetterWithItsBytes() throws Exception {
        byte[] request = AvroBytes.of(Samples.request("exact_56.png"));
        byte[] cut = java.util.Arrays.copyOf(request, request.length - 3);
        byte[] longer = java.util.Arrays.copyOf(request, request.length + 1);
        byte[] twoGigabytes = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 1};
        try (var harness = decoding()) {
            for (byte[] bytes : List.of(request, cut, longer, twoGigabytes, new byte[0])) {
                harness.processElement(new RequestRecord("kafka:in/0/" + bytes.length, bytes), 0);
            }

            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .extracting(DocumentRequest::getDocumentId)
                    .isEqualTo("exact_56.png");
            assertThat(harness.getSideOutput(DeadLetters.TAG))
                    .hasSize(4)
                    .allSatisfy(
                            record -> assertThat(record.getValue().getReason()).isEqualTo(Reason.UNDECODABLE_RECORD));
            DeadLetter first = harness.getSideOutput(DeadLetters.TAG).element().getValue();
            assertThat(first.getOriginal()).isEqualTo(ByteBuffer.wrap(cut));
            assertThat(first.getOriginalUri()).isEqualTo("kafka:in/0/" + cut.length);
        }
    }
}
