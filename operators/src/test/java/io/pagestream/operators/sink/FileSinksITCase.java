package io.pagestream.operators.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.options.SinkOptions.Format;
import io.pagestream.schemas.OcrResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files after a failure, read by programs that are not ours. */
class FileSinksITCase {

    private static final int SMALL_PART = 20_000;

    @TempDir
    Path folder;

    @Test
    void linesOfJson() throws Exception {
        List<Path> files = write(Format.JSON_LINES);

        List<String> ids = new ArrayList<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                ids.add(JsonMapper.builder()
                        .build()
                        .readTree(line)
                        .get("documentId")
                        .asText());
            }
        }

        assertThat(ids).containsExactlyInAnyOrderElementsOf(expected());
        assertThat(files)
                .as("parts are closed when they are large")
                .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(SMALL_PART + 2_000));
    }

    @Test
    void avroContainers() throws Exception {
        List<String> ids = new ArrayList<>();
        for (Path file : write(Format.AVRO)) {
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
                reader.forEach(record -> ids.add(record.get("documentId").toString()));
            }
        }

        assertThat(ids).containsExactlyInAnyOrderElementsOf(expected());
    }

    @Test
    void parquet() throws Exception {
        List<String> ids = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Path file : write(Format.PARQUET)) {
            try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                            new LocalInputFile(file), new PlainParquetConfiguration())
                    .withCodecFactory(new SnappyPages())
                    .build()) {
                for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
                    ids.add(record.get("documentId").toString());
                    List<?> pages = (List<?>) record.get("pages");
                    texts.add(((GenericRecord) pages.get(1)).get("text").toString());
                }
            }
        }

        assertThat(ids).containsExactlyInAnyOrderElementsOf(expected());
        assertThat(texts)
                .contains(StreamThatFailsOnce.result(7).getPages().get(1).getText());
    }

    private List<Path> write(Format format) throws Exception {
        SinkOptions.Files options =
                new SinkOptions.Files(folder.resolve("out").toUri().toString(), format, SMALL_PART);
        var sink = FileSinks.of(options, "results", OcrResult.class, io.pagestream.formats.JsonLines::of);

        assertThat(StreamThatFailsOnce.into(sink, folder)).isEqualTo(1);

        return finished(folder.resolve("out").resolve("results"));
    }

    private static List<Path> finished(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith("results-"))
                    .peek(file -> assertThat(file.getParent().getFileName().toString())
                            .startsWith("day="))
                    .toList();
        }
    }

    private static List<String> expected() {
        return LongStream.range(0, StreamThatFailsOnce.DOCUMENTS)
                .mapToObj(n -> "document-" + n)
                .toList();
    }
}
