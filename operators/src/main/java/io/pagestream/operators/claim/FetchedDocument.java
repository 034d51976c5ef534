package io.pagestream.operators.claim;

import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.operators.wire.SharedSerializer;
import io.pagestream.operators.wire.SharedType;
import io.pagestream.schemas.DocumentRequest;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A request whose source is known by size and SHA-256, with its bytes. It goes from fetch to split inside one chain and is
 * never written there; no state holds it.
 *
 * @param request with {@code source} complete and without {@code content}
 * @param bytes of the document; nobody writes to them
 */
public record FetchedDocument(DocumentRequest request, byte[] bytes) {

    public static final TypeInformation<FetchedDocument> TYPE =
            new SharedType<>(FetchedDocument.class, new Serializer());

    @Override
    public String toString() {
        return "FetchedDocument(" + request.getDocumentId() + ", " + bytes.length + " bytes)";
    }

    /** Layout 1: the request in Avro, the bytes, each with its length. */
    public static final class Serializer extends SharedSerializer<FetchedDocument> {

        private static final long serialVersionUID = 1L;
        private static final int LAYOUT = 1;

        @Override
        public FetchedDocument createInstance() {
            return new FetchedDocument(new DocumentRequest(), new byte[0]);
        }

        @Override
        public void serialize(FetchedDocument document, DataOutputView out) throws IOException {
            out.writeByte(LAYOUT);
            AvroBytes.write(AvroBytes.of(document.request), out);
            AvroBytes.write(document.bytes, out);
        }

        @Override
        public FetchedDocument deserialize(DataInputView in) throws IOException {
            int layout = in.readByte();
            if (layout != LAYOUT) {
                throw new IOException("need a fetched document of layout " + LAYOUT + ", found " + layout);
            }
            byte[] request = AvroBytes.read(in, Integer.MAX_VALUE - 8);
            return new FetchedDocument(
                    AvroBytes.read(request, DocumentRequest.class), AvroBytes.read(in, Integer.MAX_VALUE - 8));
        }

        @Override
        public TypeSerializerSnapshot<FetchedDocument> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Written into savepoints beside the data. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FetchedDocument> {
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
