package io.pagestream.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Every schema that a record of ours may have been written with: those of this program, and those of each version that was
 * published, which lie as resources in {@code published} for ever. Any thread.
 */
public final class KnownSchemas {

    /** Published, oldest first. */
    public static final List<String> VERSIONS = List.of("v1", "v2", "v3");

    /** In the order in which they name each other; a version has not those that came later. */
    private static final List<String> FILES = List.of(
            "claim_check",
            "question",
            "document_request",
            "page",
            "page_text",
            "ocr_result",
            "qa_result",
            "dead_letter",
            "document_progress");

    private static final List<Schema> TODAY = List.of(
            DocumentRequest.getClassSchema(),
            Page.getClassSchema(),
            PageText.getClassSchema(),
            OcrResult.getClassSchema(),
            QaResult.getClassSchema(),
            DeadLetter.getClassSchema(),
            DocumentProgress.getClassSchema());

    private static final Map<String, Long> FINGERPRINTS = TODAY.stream()
            .collect(Collectors.toUnmodifiableMap(Schema::getFullName, SchemaNormalization::parsingFingerprint64));

    private static final Map<Long, Schema> BY_FINGERPRINT = byFingerprint();

    private KnownSchemas() {}

    /** @param fingerprint CRC-64-AVRO of the schema's parsing canonical form, as the head of an Avro single object has it */
    public static Optional<Schema> of(long fingerprint) {
        return Optional.ofNullable(BY_FINGERPRINT.get(fingerprint));
    }

    /** That of one of {@link #today}. */
    public static long fingerprint(Schema today) {
        return FINGERPRINTS.get(today.getFullName());
    }

    /** The records of this program that travel. */
    public static List<Schema> today() {
        return TODAY;
    }

    /**
     * The schemas of one of {@link #VERSIONS}, by full name.
     *
     * @throws IllegalArgumentException when there is no such version
     */
    public static Map<String, Schema> published(String version) {
        Schema.Parser parser = new Schema.Parser();
        for (String file : FILES) {
            String name = "published/" + version + "/" + file + ".avsc";
            try (InputStream schema = KnownSchemas.class.getResourceAsStream(name)) {
                if (schema != null) {
                    parser.parse(schema);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(name + " could not be read from the jar", e);
            }
        }
        if (parser.getTypes().isEmpty()) {
            throw new IllegalArgumentException("need one of the versions " + VERSIONS + ", got " + version);
        }
        return parser.getTypes();
    }

    private static Map<Long, Schema> byFingerprint() {
        Map<Long, Schema> schemas = new HashMap<>();
        for (String version : VERSIONS) {
            published(version).values().forEach(schema -> put(schemas, schema));
        }
        // Last, so that what this program writes is read with the very schemas of its classes.
        TODAY.forEach(schema -> put(schemas, schema));
        return Map.copyOf(schemas);
    }

    private static void put(Map<Long, Schema> schemas, Schema schema) {
        schemas.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    }
}
