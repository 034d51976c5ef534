package io.pagestream.schemas;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.INCOMPATIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every published version stays in {@code src/test/resources/avro} for ever. Programs of both ages read each other's
 * records, so that they can be updated one after the other.
 */
class SchemaCompatibilityTest {

    /** In the order in which they name each other. */
    private static final List<String> FILES = List.of(
            "claim_check",
            "question",
            "document_request",
            "page",
            "page_text",
            "ocr_result",
            "qa_result",
            "dead_letter");

    private static final List<Schema> TODAY = List.of(
            DocumentRequest.getClassSchema(),
            Page.getClassSchema(),
            PageText.getClassSchema(),
            OcrResult.getClassSchema(),
            QaResult.getClassSchema(),
            DeadLetter.getClassSchema());

    /** All records that travel. */
    static Stream<Schema> today() {
        return Stream.concat(TODAY.stream(), Stream.of(DocumentProgress.getClassSchema()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("published")
    void theNewSchemaReadsOldRecords(String version, String name, Schema old, Schema today) {
        assertThat(compatibility(today, old)).isEqualTo(COMPATIBLE);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("published")
    void theOldSchemaReadsNewRecords(String version, String name, Schema old, Schema today) {
        assertThat(compatibility(old, today)).isEqualTo(COMPATIBLE);
    }

    @Test
    void aNewFieldWithoutDefaultWouldBeFound() {
        Schema wider = new Schema.Parser()
                .parse(ClaimCheck.getClassSchema()
                        .toString()
                        .replace("\"fields\":[", "\"fields\":[{\"name\":\"added\",\"type\":\"int\"},"));

        assertThat(compatibility(wider, ClaimCheck.getClassSchema())).isEqualTo(INCOMPATIBLE);
    }

    private static SchemaCompatibility.SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    static Stream<Arguments> published() throws IOException, URISyntaxException {
        Path versions =
                Path.of(SchemaCompatibilityTest.class.getResource("/avro").toURI());
        try (Stream<Path> folders = Files.list(versions)) {
            return folders
                    .sorted()
                    .flatMap(version -> TODAY.stream()
                            .map(today -> Arguments.of(
                                    version.getFileName().toString(),
                                    today.getName(),
                                    parse(version, today.getFullName()),
                                    today)))
                    .toList()
                    .stream();
        }
    }

    private static Schema parse(Path version, String name) {
        Schema.Parser parser = new Schema.Parser();
        try {
            for (String file : FILES) {
                parser.parse(version.resolve(file + ".avsc").toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parser.getTypes().get(name);
    }
}
