package io.pagestream.operators.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.operators.Samples;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
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
    void whatIsNoRequestIsADeadLetterWithItsBytes() throws Exception {
        byte[] request = AvroBytes.of(Samples.request("exact_56.png"));
        byte[] cut = java.util.Arrays.copyOf(request, request.length - 3);
        byte[] longer = java.util.Arrays.copyOf(request, request.length + 1);
        byte[] twoGigabytes = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 1};
        var harness = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeRequests("test", RequestFormat.avro())));
        harness.setup(new AvroTypeInfo<>(DocumentRequest.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        try (harness) {
            harness.open();
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
