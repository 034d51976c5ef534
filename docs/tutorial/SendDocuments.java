import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Asks a stream to read files:  SendDocuments BROKERS TOPIC FILE...
 *
 * <p>The key of a request is its documentId in UTF-8, its value Avro binary of DocumentRequest. The file itself does not
 * travel, only its address: the stream reads it, and has to be allowed to (pagestream.source.allowed-roots).
 */
class SendDocuments {

    public static void main(String[] args) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", args[0]);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 2; i < args.length; i++) {
                DocumentRequest request = request(Path.of(args[i]));
                byte[] key = request.getDocumentId().getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(args[1], key, avro(request))).get();
                System.out.println("sent " + request.getDocumentId());
            }
        }
    }

    private static DocumentRequest request(Path file) {
        ClaimCheck source = ClaimCheck.newBuilder()
                .setUri(file.toAbsolutePath().toUri().toString())
                .build();
        return DocumentRequest.newBuilder()
                .setDocumentId(file.getFileName().toString())
                .setSource(source)
                .setTask("read")
                .build();
    }

    private static byte[] avro(DocumentRequest request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(DocumentRequest.class).write(request, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
