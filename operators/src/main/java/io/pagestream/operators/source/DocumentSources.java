package io.pagestream.operators.source;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The sources of the pipeline; all give {@link RequestRecord}s. */
public final class DocumentSources {

    private static final int MAX_LISTED = 1_000_000;

    private DocumentSources() {}

    /** Requests from a topic, unbounded; begins where its group has committed, else at the first record. */
    @SuppressWarnings("deprecation") // the connector's only way takes an enum that Kafka has deprecated
    public static Source<RequestRecord, ?, ?> kafka(KafkaOptions options) {
        return KafkaSource.<RequestRecord>builder()
                .setTopics(options.requestsTopic())
                .setGroupId(options.group())
                .setClientIdPrefix(options.group() + "-source")
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setProperty("isolation.level", "read_committed")
                .setProperty("partition.discovery.interval.ms", "60000")
                .setProperties(options.clientProperties())
                .setDeserializer(new KafkaRecords())
                .build();
    }

    /** These requests, then the end. */
    public static Source<RequestRecord, ?, ?> of(List<DocumentRequest> requests) {
        if (requests.isEmpty() || requests.size() > MAX_LISTED) {
            throw new IllegalArgumentException("need 1 to " + MAX_LISTED + " documents, got " + requests.size());
        }
        return new DataGeneratorSource<>(
                new ListedRequests(requests), requests.size(), TypeInformation.of(RequestRecord.class));
    }

    /** {@link #requestsFor} to be read, then the end. */
    public static Source<RequestRecord, ?, ?> files(List<String> places) throws IOException {
        return of(requestsFor(places));
    }

    /**
     * A request of the task {@code read} for each place, and for each file below a place that is a folder; hidden files are
     * left out, and what is named twice is there once. The documentId is the place as it was written; for a file of a folder
     * its path inside the folder.
     *
     * @param places local paths, or addresses such as {@code https:} and {@code s3:}
     */
    public static List<DocumentRequest> requestsFor(List<String> places) throws IOException {
        Map<String, DocumentRequest> byAddress = new LinkedHashMap<>();
        Map<String, String> addressOfId = new LinkedHashMap<>();
        for (String place : places) {
            for (Found found : find(place)) {
                String taken = addressOfId.putIfAbsent(found.id, found.address);
                // Two folders may hold files of the same name; then the address tells them apart.
                String id = taken == null || taken.equals(found.address) ? found.id : found.address;
                byAddress.putIfAbsent(found.address, request(id, found.address));
            }
        }
        return new ArrayList<>(byAddress.values());
    }

    private static List<Found> find(String place) throws IOException {
        if (place.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
            return List.of(new Found(place, place));
        }
        Path path = Path.of(place);
        if (!Files.isDirectory(path)) {
            return List.of(new Found(slashes(path), address(path)));
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(path.relativize(file)))
                    .sorted()
                    .limit(MAX_LISTED + 1L)
                    .map(file -> new Found(slashes(path.relativize(file)), address(file)))
                    .collect(Collectors.toList());
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static String address(Path path) {
        return path.toAbsolutePath().normalize().toUri().toString();
    }

    private static DocumentRequest request(String id, String address) {
        return DocumentRequest.newBuilder()
                .setDocumentId(id)
                .setSource(new ClaimCheck(address, -1L, ""))
                .build();
    }

    private record Found(String id, String address) {}
}
