package io.pagestream.schemas;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.INCOMPATIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every published version stays a resource for ever, see {@link KnownSchemas}. Programs of both ages read each other's
 * records, so that they can be updated one after the other.
 */
class SchemaCompatibilityTest {

    /** All records that travel. */
    static Stream<Schema> today() {
        return KnownSchemas.today().stream();
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

    @Test
    void theSchemaOfARecordIsFoundByItsFingerprint() {
        Schema old = KnownSchemas.published("v1").get(Page.class.getName());
        Schema today = Page.getClassSchema();
        long fingerprint = SchemaNormalization.parsingFingerprint64(old);

        assertThat(fingerprint).isNotEqualTo(SchemaNormalization.parsingFingerprint64(today));
        assertThat(KnownSchemas.of(fingerprint)).contains(old);
        assertThat(KnownSchemas.of(SchemaNormalization.parsingFingerprint64(today)))
                .containsSame(today);
        assertThat(KnownSchemas.of(1)).isEmpty();
    }

    @Test
    void aVersionThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> KnownSchemas.published("v0")).hasMessageContaining("[v1, v2, v3], got v0");
    }

    /** A record that a version did not have yet is left out. */
    static Stream<Arguments> published() {
        return KnownSchemas.VERSIONS.stream().flatMap(version -> {
            Map<String, Schema> schemas = KnownSchemas.published(version);
            return today().filter(today -> schemas.containsKey(today.getFullName()))
                    .map(today -> Arguments.of(version, today.getName(), schemas.get(today.getFullName()), today));
        });
    }
}
