package io.pagestream.models.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.models.DecoderParts;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.SafetensorsEdit;
import io.pagestream.models.parity.Sequences;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the golden cases of low-rank additions do not show. */
class LowRankTest {

    @TempDir
    Path folder;

    private final Device device = Devices.open("cpu:f32");

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void aModelNamesTheTasksItHasAdaptersFor() {
        try (DecoderParts newest = parts("ixc25-tiny");
                DecoderParts older = parts("ixc2-4khd-tiny");
                DecoderParts other = parts("internvl25-internlm-tiny")) {
            assertThat(newest.decoder().adapters()).containsExactly("write", "web");
            assertThat(older.decoder().adapters()).isEmpty();
            assertThat(other.decoder().adapters()).isEmpty();
        }
    }

    @Test
    void anAdapterThatIsNotThereIsRefusedWithThoseThatAre() {
        GoldenFixture fixture = GoldenFixture.of("ixc25-tiny");
        try (GoldenReader reader = GoldenReader.ofDecoder(fixture, device)) {
            Sequences.Sequence reading =
                    reader.open(fixture.goldenCase("mode_web").withAdapter("sing"), 0);

            assertThatExceptionOfType(UnknownAdapterException.class)
                    .isThrownBy(() -> reader.next(List.of(reading), 10))
                    .withMessageContaining("no adapter 'sing'; it has write, web");
        }
    }

    @Test
    void sequencesWithAndWithoutAdaptersInOneStepAnswerAsEachDoesAlone() {
        GoldenFixture fixture = GoldenFixture.of("ixc25-tiny");
        List<GoldenCase> cases = List.of(
                fixture.goldenCase("mode_web"), fixture.goldenCase("single_image"), fixture.goldenCase("mode_write"));
        try (GoldenReader reader = GoldenReader.ofDecoder(fixture, device)) {
            List<Sequences.Sequence> readings =
                    List.of(reader.open(cases.get(0), 0), reader.open(cases.get(1), 1), reader.open(cases.get(2), 2));

            while (readings.stream().anyMatch(reading -> !reading.ended())) {
                reader.next(
                        readings.stream().filter(reading -> !reading.ended()).toList(), Integer.MAX_VALUE);
            }

            for (int i = 0; i < cases.size(); i++) {
                assertThat(readings.get(i).answer())
                        .as(cases.get(i).id())
                        .isEqualTo(cases.get(i).greedy().ids());
            }
        }
    }

    /**
     * The fixture has the same rank everywhere and so alpha / rank = 1. With zeros for eight more ranks in the other
     * products, query, key and value have the smaller rank of the published model, and a scale of 16 / 8; with half the
     * numbers it is the same model again.
     */
    @Test
    void theSmallerRankOf4KhdIsScaled() throws IOException {
        GoldenFixture fixture = GoldenFixture.of("ixc2-4khd-tiny");
        GoldenCase golden = fixture.goldenCase("single_image");
        Files.copy(fixture.folder().resolve("config.json"), folder.resolve("config.json"));
        SafetensorsEdit.change(
                fixture.folder().resolve("model.safetensors"),
                folder.resolve("model.safetensors"),
                tensor -> tensor.name().contains(".Plora_") ? asPublished(tensor) : tensor);

        try (GoldenReader reader = GoldenReader.ofDecoder(fixture, folder, device)) {
            Sequences.Sequence reading = reader.open(golden, 0);
            while (!reading.ended()) {
                reader.next(List.of(reading), Integer.MAX_VALUE);
            }

            assertThat(reading.answer()).isEqualTo(golden.greedy().ids());
        }
    }

    private static SafetensorsEdit.Content asPublished(SafetensorsEdit.Content tensor) {
        boolean narrow = tensor.name().endsWith("_A.weight");
        if (tensor.name().contains(".wqkv.")) {
            return narrow ? tensor : new SafetensorsEdit.Content(tensor.name(), tensor.shape(), halved(tensor.data()));
        }
        int rows = tensor.shape()[0];
        int columns = tensor.shape()[1];
        ByteBuffer wider = ByteBuffer.allocate(2 * tensor.data().length);
        for (int row = 0; row < rows; row++) {
            wider.position((narrow ? 1 : 2) * row * columns * 2).put(tensor.data(), row * columns * 2, columns * 2);
        }
        int[] shape = narrow ? new int[] {2 * rows, columns} : new int[] {rows, 2 * columns};
        return new SafetensorsEdit.Content(tensor.name(), shape, wider.array());
    }

    /** bf16 numbers, whose exponents begin at the eighth bit. */
    private static byte[] halved(byte... numbers) {
        ShortBuffer halves =
                ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        for (int i = 0; i < halves.limit(); i++) {
            assertThat(halves.get(i) & 0x7f80).as("exponent").isGreaterThan(0x0080);
            halves.put(i, (short) (halves.get(i) - 0x0080));
        }
        return numbers;
    }

    private DecoderParts parts(String name) {
        return DecoderParts.load(GoldenFixture.of(name).folder(), device);
    }
}
