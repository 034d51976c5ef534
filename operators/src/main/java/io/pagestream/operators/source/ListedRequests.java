package io.pagestream.operators.source;

import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentRequest;
import java.util.List;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** The n-th request of a list; travels to the workers in Avro. */
final class ListedRequests implements GeneratorFunction<Long, RequestRecord> {

    private static final long serialVersionUID = 1L;

    private final byte[][] requests;

    ListedRequests(List<DocumentRequest> requests) {
        this.requests = requests.stream().map(AvroBytes::of).toArray(byte[][]::new);
    }

    @Override
    public RequestRecord map(Long index) {
        return new RequestRecord("list:" + index, requests[index.intValue()]);
    }
}
