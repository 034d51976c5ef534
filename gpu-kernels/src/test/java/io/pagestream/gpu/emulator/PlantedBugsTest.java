package io.pagestream.gpu.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each planted bug is found, and its right twin passes under four schedules. */
@RequiresEmulator
class PlantedBugsTest {

    private static final int N = 64;
    private static final int SCHEDULES = 4;

    /** Kernels whose bug is a wrong order: some schedule gives a wrong result. */
    enum Order {
        missing_wait(i -> N - 1 - i),
        missing_barrier(i -> N - 1 - i);

        private final IntUnaryOperator source;

        Order(IntUnaryOperator source) {
            this.source = source;
        }
    }

    private static EmulatedCard card;
    private static CUmodule wrong;
    private static CUmodule right;

    @BeforeAll
    static void compile() {
        card = new EmulatedCard();
        wrong = card.load("planted.cu");
        right = card.load("planted.cu", "-DFIXED=1");
    }

    @AfterAll
    static void close() {
        Emulator.useSchedule(0);
        card.close();
    }

    @ParameterizedTest
    @EnumSource
    void aWrongOrderGivesAWrongResultUnderSomeSchedule(Order kernel) {
        long failures = IntStream.range(0, SCHEDULES)
                .filter(schedule -> !Arrays.equals(run(wrong, kernel.name(), schedule), expected(kernel.source)))
                .count();

        assertThat(failures).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void theRightOrderGivesTheRightResultUnderEachSchedule(Order kernel) {
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            assertThat(run(right, kernel.name(), schedule)).isEqualTo(expected(kernel.source));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "divergent_barrier, 719, divergent barrier",
        "misaligned_copy, 716, is not aligned to 16 bytes",
        "wrong_mask, 719, wrong mask",
        "out_of_bounds, 700, 0 bytes behind the end of an allocation of 256 bytes",
        "misaligned_load, 716, misaligned access",
        "early_return, 719, divergent barrier"
    })
    void aMistakeIsAFaultThatNamesKernelThreadAndReason(String kernel, int code, String reason) {
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            Emulator.useSchedule(schedule);
            try {
                assertThat(launch(wrong, kernel, card.allocate(4L * N))).isEqualTo(code);
                assertThat(Emulator.fault()).contains("kernel " + kernel + ", block (0,0,0), thread (", reason);
                if (code != CUresult.CUDA_ERROR_ILLEGAL_ADDRESS) { // a store through a pointer has no line
                    assertThat(Emulator.fault()).containsPattern("planted\\.cu:\\d+");
                }
            } finally {
                card.reset();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"divergent_barrier, 63", "misaligned_copy, 0", "wrong_mask, 16", "out_of_bounds, 0", "early_return, 0"})
    void theRightTwinPassesUnderEachSchedule(String kernel, int flipped) {
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            assertThat(run(right, kernel, schedule)).isEqualTo(expected(i -> i ^ flipped));
        }
    }

    /** Between the end of an allocation and the next guard page there may be up to 255 bytes. */
    @ParameterizedTest
    @ValueSource(ints = {4, 128})
    void aShortOverrunIsFoundAfterTheKernel(int missing) {
        try {
            launch(right, "out_of_bounds", card.allocate(4L * N - missing));

            assertThat(Emulator.fault())
                    .contains("out_of_bounds", "behind an allocation of " + (4 * N - missing) + " bytes");
        } finally {
            card.reset();
        }
    }

    private static float[] run(CUmodule module, String kernel, int schedule) {
        Emulator.useSchedule(schedule);
        CUdeviceptr out = card.allocate(4L * N);
        EmulatedCard.check(launch(module, kernel, out));
        return EmulatedCard.floats(out, N);
    }

    private static int launch(CUmodule module, String kernel, CUdeviceptr out) {
        return card.launch(EmulatedCard.function(module, kernel), 1, N, 0, out, card.upload(expected(i -> i)));
    }

    /** The input is i + 1 at position i. */
    private static float[] expected(IntUnaryOperator source) {
        float[] values = new float[N];
        for (int i = 0; i < N; i++) {
            values[i] = source.applyAsInt(i) + 1;
        }
        return values;
    }
}
