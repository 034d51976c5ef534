package io.pagestream.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.DType;
import io.pagestream.compute.TestFourBits;
import io.pagestream.compute.TestWeight;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library falls back to plain loops without a word; what the device runs must never be one of them. */
class KernelChoiceTest {

    private final Dnnl dnnl = new Dnnl();
    private final Team team = new Team(dnnl, 2);

    @AfterEach
    void close() {
        team.close();
        dnnl.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 896, 896", "16, 896, 1031", "1024, 588, 1024", "3, 256, 5", "64, 1024, 3072"})
    void productsWithBf16WeightsAreFast(int rows, int inner, int columns) {
        TestWeight weight = TestWeight.bf16("w", columns, inner, new float[columns * inner]);
        WeightPacking packing = new WeightPacking(dnnl, team, Precision.F32);
        List<LinearWeight.Part> plan = packing.plan(weight);

        assertThat(plan.stream().mapToInt(LinearWeight.Part::rows).sum()).isEqualTo(columns);
        for (LinearWeight.Part part : plan) {
            Kernel product = dnnl.matmul(
                    "product",
                    dnnl.matrix(DType.F32, rows, inner, inner),
                    part.layout(),
                    null,
                    dnnl.matrix(DType.F32, rows, part.rows(), columns),
                    null);
            assertThat(product.implementation())
                    .as("%d rows of the weight", part.rows())
                    .doesNotStartWith("ref");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 896, 1152", "7, 2048, 1023", "33, 640, 5", "1024, 4864, 896"})
    void productsWithFourBitsAreFast(int rows, int inner, int columns) {
        TestFourBits weight = TestFourBits.random("w", columns, inner, 128, new Random(1));
        List<LinearWeight.Part> plan = new WeightPacking(dnnl, team, Precision.F32).plan(weight);

        assertThat(plan).hasSize(1);
        assertThat(plan.get(0).codes()).as("codes, not unpacked weights").isNotNull();
        Kernel product = dnnl.matmulOfCodes(
                "product",
                dnnl.matrix(DType.F32, rows, inner, inner),
                plan.get(0).codes(),
                null,
                dnnl.matrix(DType.F32, rows, columns, columns),
                null);
        assertThat(product.implementation()).doesNotStartWith("ref");
    }

    @Test
    void attentionIsFast() {
        AttentionKernels kernels = new AttentionKernels(dnnl, team);

        assertThat(List.of(
                        kernels.scores(7, 16, 64, 80),
                        kernels.blend(63, 256, 64, 592),
                        kernels.blendInto(7, 128, 64, 592),
                        kernels.softmax(63, 592),
                        kernels.softmax(61, 1025),
                        kernels.scoresPacked(61, 1025, 64, 3072, 61),
                        kernels.blendPacked(49, 1025, 64, 1024, 61),
                        kernels.packKeys(1025, 64, 3072, 3072, 61),
                        kernels.packValues(1025, 64, 3072, 1024, 61)))
                .allSatisfy(kernel ->
                        assertThat(kernel.implementation()).as(kernel.name).doesNotStartWith("ref"));
    }
}
