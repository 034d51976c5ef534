package io.pagestream.gpu.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels as they are written for a card, through JCuda: compiled, launched, captured. */
@RequiresEmulator
class ExampleKernelsTest {

    private static EmulatedCard card;
    private static CUmodule module;

    @BeforeAll
    static void compile() {
        card = new EmulatedCard();
        module = card.load("examples.cu");
    }

    @AfterAll
    static void close() {
        card.close();
        assertThat(Emulator.liveDeviceBytes()).isZero();
    }

    @AfterEach
    void backToTheFirstSchedule() {
        Emulator.useSchedule(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aSoftmaxWithShufflesAndBarriersEqualsThePlainOne(int schedule) {
        Emulator.useSchedule(schedule);
        int rows = 7;
        int columns = 777;
        float[] x = gaussians(rows * columns, 3);
        CUdeviceptr device = card.upload(x);

        EmulatedCard.check(card.launch(EmulatedCard.function(module, "row_softmax"), rows, 256, 0, device, columns));

        float[] found = EmulatedCard.floats(device, x.length);
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = 0; i < columns; i++) {
                sum += Math.exp(x[row * columns + i]);
            }
            for (int i = 0; i < columns; i++) {
                int at = row * columns + i;
                assertThat((double) found[at]).isCloseTo(Math.exp(x[at]) / sum, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,64,64,32", "1,128,64,96", "2,64,128,64", "3,128,128,64"})
    void aProductWithAsyncCopiesAndMmaEqualsThePlainOne(int schedule, int m, int n, int k) {
        Emulator.useSchedule(schedule);
        short[] a = bf16(gaussians(m * k, 1));
        short[] b = bf16(gaussians(n * k, 1));
        CUdeviceptr c = card.allocate(4L * m * n);

        EmulatedCard.check(card.launch(
                EmulatedCard.function(module, "gemm_bf16"),
                m / 64 * (n / 64),
                128,
                2 * 128 * 40 * 2,
                card.upload(a),
                card.upload(b),
                c,
                n,
                k));

        float[] found = EmulatedCard.floats(c, m * n);
        for (int row = 0; row < m; row++) {
            for (int column = 0; column < n; column++) {
                double sum = 0;
                for (int i = 0; i < k; i++) {
                    sum += (double) Bf16.toFloat(a[row * k + i]) * Bf16.toFloat(b[column * k + i]);
                }
                assertThat((double) found[row * n + column]).isCloseTo(sum, within(1e-4));
            }
        }
    }

    @Test
    void aCapturedGraphRunsAtEachLaunchAndNotBefore() {
        int pairs = 1000;
        float[] x = gaussians(2 * pairs, 1);
        int negative = 0;
        for (float value : x) {
            negative += value < 0 ? 1 : 0;
        }
        CUdeviceptr out = card.allocate(4L * pairs);
        CUdeviceptr in = card.upload(x);
        CUdeviceptr counter = card.upload(new int[] {0});

        EmulatedCard.check(JCudaDriver.cuStreamBeginCapture(card.stream(), 0));
        EmulatedCard.check(card.enqueue(EmulatedCard.function(module, "to_bf16"), 8, 128, 0, out, in, pairs, counter));
        CUgraph graph = new CUgraph();
        EmulatedCard.check(JCudaDriver.cuStreamEndCapture(card.stream(), graph));
        CUgraphExec exec = new CUgraphExec();
        EmulatedCard.check(JCudaDriver.cuGraphInstantiate(exec, graph, 0));
        assertThat(EmulatedCard.ints(counter, 1)).containsExactly(0);

        EmulatedCard.check(JCudaDriver.cuGraphLaunch(exec, card.stream()));
        EmulatedCard.check(JCudaDriver.cuGraphLaunch(exec, card.stream()));
        EmulatedCard.check(JCudaDriver.cuStreamSynchronize(card.stream()));

        assertThat(EmulatedCard.ints(counter, 1)).containsExactly(2 * negative);
        assertThat(EmulatedCard.shorts(out, x.length)).isEqualTo(bf16(x));
        EmulatedCard.check(JCudaDriver.cuGraphExecDestroy(exec));
        EmulatedCard.check(JCudaDriver.cuGraphDestroy(graph));
    }

    private static float[] gaussians(int n, float scale) {
        Random random = new Random(5);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        return values;
    }

    private static short[] bf16(float[] values) {
        short[] bits = new short[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Bf16.of(values[i]);
        }
        return bits;
    }
}
