package io.pagestream.models.vision;

import static io.pagestream.models.golden.Near.requireNear;
import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.models.VisionParts;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.GoldenTensors;
import io.pagestream.models.golden.NotedPictures;
import io.pagestream.models.parity.VisionCheck;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** InternLM-XComposer's views to vectors, layer by layer, and their order, against the reference. */
class XComposerGoldenTest {

    /** From pixels to the projector, with the separators in their places. */
    @ParameterizedTest
    @ValueSource(strings = {"ixc2-tiny", "ixc2-4khd-tiny", "ixc25-tiny"})
    void everyStageOfTheEncoderIsThatOfTheReference(String name) {
        GoldenFixture fixture = GoldenFixture.of(name);
        try (Device device = Devices.open("cpu:f32");
                VisionParts parts = VisionParts.load(fixture.folder(), device)) {
            assertThat(VisionCheck.first(fixture, parts.config(), parts.encoder(), device, new NotedPictures()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ixc2-tiny, image.photo_wide.png, 1, 1, 0",
        "ixc2-4khd-tiny, image.photo_wide.png.hd6, 3, 1, 1",
        "ixc25-tiny, image.photo_wide.png.hd24, 6, 2, 1"
    })
    void tilesOfBytesAreNormalisedAsTheReferenceDoes(String name, String image, int columns, int rows, int first) {
        GoldenFixture fixture = GoldenFixture.of(name);
        GoldenTensors golden = fixture.tensors();
        int side = golden.shape("vit.crops")[2];
        int tiles = columns * rows;

        EncoderRun run = EncoderRun.bytes(fixture.folder(), cut(fixture.picture(image), columns, rows, side), tiles);

        float[] crops = golden.floats("vit.crops");
        float[] expected = Arrays.copyOfRange(crops, first * 3 * side * side, crops.length);
        requireNear("crops", run.of("patches"), EncoderRun.patches(expected, tiles, side, 14), 1e-6f);
    }

    private static byte[] cut(byte[] picture, int columns, int rows, int side) {
        byte[] tiles = new byte[picture.length];
        int line = side * 3;
        for (int y = 0; y < rows * side; y++) {
            for (int column = 0; column < columns; column++) {
                int tile = y / side * columns + column;
                System.arraycopy(picture, (y * columns + column) * line, tiles, (tile * side + y % side) * line, line);
            }
        }
        return tiles;
    }
}
