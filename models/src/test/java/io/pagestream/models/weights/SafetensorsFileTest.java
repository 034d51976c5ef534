package io.pagestream.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.compute.DType;
import io.pagestream.models.golden.SafetensorsEdit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

    private static final String MATRIX = "{\"m\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}";

    @TempDir
    Path folder;

    @Test
    void rowsAreReadFromTheirPlace() {
        Path file = folder.resolve("two.safetensors");
        ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
        SafetensorsEdit.write(file, MATRIX, data.array());

        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            FileTensor matrix = opened.tensor("m");
            assertThat(matrix.type()).isEqualTo(DType.F32);
            assertThat(matrix.rows()).isEqualTo(2);
            assertThat(matrix.columns()).isEqualTo(2);
            ByteBuffer second = matrix.rows(1, 1);
            assertThat(second.getFloat()).isEqualTo(3);
            assertThat(second.getFloat()).isEqualTo(4);
            assertThat(second.hasRemaining()).isFalse();
        }
    }

    @Test
    void aTensorOfMoreThanTwoGibibytesIsReadInPieces() throws IOException {
        Path file = folder.resolve("large.safetensors");
        long bytes = 3L << 30;
        byte[] header = ("{\"m\":{\"dtype\":\"F32\",\"shape\":[786432,1024],\"data_offsets\":[0," + bytes + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0, header.length)
                    .array());
            sparse.write(header);
            sparse.setLength(8 + header.length + bytes);
            sparse.seek(sparse.length() - 4);
            sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3F});
        }

        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            ByteBuffer last = opened.tensor("m").rows(786431, 1);
            assertThat(last.remaining()).isEqualTo(4096);
            assertThat(last.getFloat(4092)).isEqualTo(1f);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"m\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,12]}} | lies at bytes 0 to 12",
                "{\"m\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[-4,12]}} | lies at bytes -4 to 12",
                "{\"m\":{\"dtype\":\"F32\",\"shape\":[-2,2],\"data_offsets\":[0,16]}} | the impossible shape",
                "{\"m\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,32]}} | overlap or leave a gap",
                "{\"m\":{\"dtype\":\"F32\",\"shape\":[8],\"data_offsets\":[0,32]}} | its tensors end at byte",
                "{\"m\":{\"dtype\":\"F99\",\"shape\":[4],\"data_offsets\":[0,16]}} | the unknown type 'F99'",
                "{\"m\":{\"dtype\":\"F32\",\"shape\":[4]}} | no data_offsets",
                "[1,2] | not a JSON object",
                "{\"m\": | not JSON",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[12],\"data_offsets\":[0,12]},\"b\":{\"dtype\":\"U8\",\"shape\":[8],"
                        + "\"data_offsets\":[8,16]}} | overlap or leave a gap",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"U8\",\"shape\":[8],"
                        + "\"data_offsets\":[8,16]}} | not JSON",
                "{\"m\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,16]}}"
                        + " | lies at bytes 0 to 16",
            })
    void aHeaderThatLiesIsRefused(String header, String reason) {
        Path file = folder.resolve("broken.safetensors");
        SafetensorsEdit.write(file, header, new byte[16]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafetensorsFile.open(file))
                .withMessageContaining(file.toString())
                .withMessageContaining(reason)
                .withMessageContaining("fetch it again");
    }

    @Test
    void aHeaderLongerThanTheFileIsRefused() {
        Path file = folder.resolve("header.safetensors");
        SafetensorsEdit.writeBytes(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, '{', '}'});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafetensorsFile.open(file))
                .withMessageContaining("its header claims");
    }

    @Test
    void aFileThatWasCutOffIsRefused() {
        Path file = folder.resolve("cut.safetensors");
        SafetensorsEdit.write(file, MATRIX, new byte[15]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafetensorsFile.open(file))
                .withMessageContaining("damaged or not complete")
                .withMessageContaining("its tensors end at byte");
    }

    @Test
    void anEmptyFileIsRefused() {
        Path file = folder.resolve("empty.safetensors");
        SafetensorsEdit.writeBytes(file);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafetensorsFile.open(file))
                .withMessageContaining("only 0 bytes");
    }
}
