package io.pagestream.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.compute.FourBitRows;
import io.pagestream.compute.FourBits;
import io.pagestream.compute.StoredTensor;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.GoldenTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Four bits stay four bits through what stacks and orders rows: held against the rows that the reference unpacked. */
class FourBitWrappersTest {

    private static final String QWEN = "internvl25-qwen-tiny";
    private static final String INTERNLM = "internvl25-internlm-tiny";

    @Test
    void stackedPartsKeepTheirFourBits() {
        String base = "language_model.model.layers.1.self_attn.";
        try (WeightSource source = open(QWEN)) {
            GoldenTensors reference = reference(QWEN);
            List<StoredTensor> parts = new ArrayList<>();
            float[] expected = {};
            for (String part : List.of("q_proj.weight", "k_proj.weight", "v_proj.weight")) {
                parts.add(source.tensor(base + part));
                expected = joined(expected, reference.floats(base + part));
            }
            StackedRows stacked = new StackedRows(parts);
            FourBits bits = stacked.fourBits().orElseThrow();

            assertThat(bits.group()).isEqualTo(16);
            assertThat(values(bits.rows(0, 128))).containsExactly(expected);
            assertThat(values(bits.rows(50, 60))).containsExactly(Arrays.copyOfRange(expected, 50 * 64, 110 * 64));
            assertThat(values(bits.rows(70, 9))).containsExactly(Arrays.copyOfRange(expected, 70 * 64, 79 * 64));
            assertThatIllegalArgumentException().isThrownBy(() -> bits.rows(120, 9));
        }
    }

    @Test
    void groupedHeadsKeepTheirFourBits() {
        String name = "language_model.model.layers.0.attention.wqkv.weight";
        int kvHeads = 2;
        int group = 4;
        int side = 8;
        try (WeightSource source = open(INTERNLM)) {
            float[] stored = reference(INTERNLM).floats(name);
            float[] expected = {};
            for (int head = 0; head < kvHeads * group; head++) {
                expected = joined(expected, head(stored, head / group * (group + 2) + head % group, side));
            }
            for (int slot = group; slot < group + 2; slot++) {
                for (int head = 0; head < kvHeads; head++) {
                    expected = joined(expected, head(stored, head * (group + 2) + slot, side));
                }
            }
            GroupedRows grouped = new GroupedRows(source.tensor(name), kvHeads, group, side);
            FourBits bits = grouped.fourBits().orElseThrow();

            assertThat(values(bits.rows(0, 96))).containsExactly(expected);
            assertThat(values(bits.rows(61, 30))).containsExactly(Arrays.copyOfRange(expected, 61 * 64, 91 * 64));
        }
    }

    @Test
    void onePartInAnotherFormUnpacksAll() {
        try (WeightSource source = open(QWEN)) {
            StoredTensor packed = source.tensor("language_model.model.layers.1.self_attn.q_proj.weight");
            StoredTensor whole = new Computed("whole", 2, 64, new float[128]);
            StackedRows mixed = new StackedRows(List.of(packed, whole));
            StackedRows otherGroups = new StackedRows(List.of(packed, new Coarser(packed)));

            assertThat(mixed.fourBits()).isEmpty();
            assertThat(otherGroups.fourBits()).isEmpty();
            assertThat(new GroupedRows(whole, 1, 0, 1).fourBits()).isEmpty();
            assertThat(mixed.rows(63, 2).remaining()).isEqualTo(2 * 64 * 4);
        }
    }

    /** Says that its groups are twice as large. */
    private record Coarser(StoredTensor of) implements StoredTensor {

        @Override
        public String name() {
            return of.name();
        }

        @Override
        public io.pagestream.compute.DType type() {
            return of.type();
        }

        @Override
        public int rows() {
            return of.rows();
        }

        @Override
        public int columns() {
            return of.columns();
        }

        @Override
        public java.nio.ByteBuffer rows(int first, int count) {
            return of.rows(first, count);
        }

        @Override
        public Optional<FourBits> fourBits() {
            FourBits finer = of.fourBits().orElseThrow();
            return Optional.of(new FourBits() {
                @Override
                public int group() {
                    return 2 * finer.group();
                }

                @Override
                public FourBitRows rows(int first, int count) {
                    throw new UnsupportedOperationException("nobody reads these");
                }
            });
        }
    }

    private static WeightSource open(String fixture) {
        return WeightSource.open(GoldenFixture.root().resolve("awq").resolve(fixture));
    }

    private static GoldenTensors reference(String fixture) {
        return GoldenTensors.read(
                GoldenFixture.root().resolve("awq").resolve(fixture).resolve("dequantised.safetensors"));
    }

    private static float[] head(float[] stored, int head, int side) {
        return Arrays.copyOfRange(stored, head * side * 64, (head + 1) * side * 64);
    }

    private static float[] joined(float[] first, float... second) {
        float[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static float[] values(FourBitRows rows) {
        float[] values = new float[rows.codes().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.value(i / rows.columns(), i % rows.columns());
        }
        return values;
    }
}
