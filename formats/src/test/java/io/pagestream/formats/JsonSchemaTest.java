package io.pagestream.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {

    @Test
    void the_published_schema_is_that_of_the_records() throws Exception {
        String made = JsonText.indented(JsonSchema.make());
        Path file = Files.writeString(Path.of("target", JsonLines.SCHEMA), made);

        assertThat(published())
                .as("the schema in src/main/resources; the one that fits the records lies in " + file)
                .isEqualTo(made);
    }

    @Test
    void every_line_follows_the_published_schema() throws Exception {
        com.networknt.schema.JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(published());

        for (Object record : new RandomData(OcrResult.getClassSchema(), 50, 1, true)) {
            assertThat(schema.validate(
                            JsonLines.of(copy(record, OcrResult.getClassSchema(), OcrResult.class)), InputFormat.JSON))
                    .isEmpty();
        }
        for (Object record : new RandomData(QaResult.getClassSchema(), 50, 1, true)) {
            assertThat(schema.validate(
                            JsonLines.of(copy(record, QaResult.getClassSchema(), QaResult.class)), InputFormat.JSON))
                    .isEmpty();
        }
        for (Object record : new RandomData(DeadLetter.getClassSchema(), 50, 1, true)) {
            assertThat(schema.validate(
                            JsonLines.of(copy(record, DeadLetter.getClassSchema(), DeadLetter.class)),
                            InputFormat.JSON))
                    .isEmpty();
        }
        String document = new String(
                Format.JSON.write(Pages.all(), Original.none()).get(0).content(), StandardCharsets.UTF_8);
        assertThat(schema.validate(document, InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(document.replace("\"index\" : 0", "\"index\" : \"first\""), InputFormat.JSON))
                .isNotEmpty();
        assertThat(schema.validate("{\"type\":\"document\"}", InputFormat.JSON))
                .as("it refuses at all")
                .isNotEqualTo(Set.of());
    }

    private static <T> T copy(Object record, Schema schema, Class<T> type) {
        return type.cast(SpecificData.get().deepCopy(schema, record));
    }

    private static String published() throws Exception {
        try (var in = JsonLines.class.getResourceAsStream(JsonLines.SCHEMA)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
