package io.pagestream.gpu.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasHandle;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The products of cuBLAS against three loops in double. Matrices are column major, as cuBLAS has them. */
@RequiresEmulator
class GemmTest {

    private static final int M = 37;
    private static final int N = 11;
    private static final int K = 29;
    private static final int PAD = 3;
    private static final float ALPHA = 0.5f;
    private static final float BETA = -2;

    private static EmulatedCard card;
    private static final cublasHandle HANDLE = new cublasHandle();

    @BeforeAll
    static void open() {
        card = new EmulatedCard();
        assertThat(JCublas2.cublasCreate(HANDLE)).isZero();
        JCublas2.cublasSetStream(HANDLE, new cudaStream_t(card.stream()));
    }

    @AfterAll
    static void close() {
        JCublas2.cublasDestroy(HANDLE);
        card.close();
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void aProductOfBf16EqualsThePlainOne(boolean transposeA, boolean transposeB) {
        Operand a = new Operand(transposeA, M, K);
        Operand b = new Operand(transposeB, K, N);
        float[] c = numbers((M + PAD) * N, 3);
        CUdeviceptr result = card.upload(c);

        assertThat(product(a, b, result)).isZero();

        float[] found = EmulatedCard.floats(result, c.length);
        for (int column = 0; column < N; column++) {
            for (int row = 0; row < M + PAD; row++) {
                int at = column * (M + PAD) + row;
                double sum = 0;
                for (int i = 0; row < M && i < K; i++) {
                    sum += a.at(row, i) * b.at(i, column);
                }
                double expected = row < M ? ALPHA * sum + BETA * c[at] : c[at];
                assertThat((double) found[at]).isCloseTo(expected, within(1e-4));
            }
        }
    }

    @Test
    void aProductIsCapturedLikeAKernel() {
        CUdeviceptr result = card.upload(new float[(M + PAD) * N]);
        Operand a = new Operand(false, M, K);
        Operand b = new Operand(false, K, N);
        EmulatedCard.check(JCudaDriver.cuStreamBeginCapture(card.stream(), 0));
        assertThat(product(a, b, result)).isZero();
        CUgraph graph = new CUgraph();
        EmulatedCard.check(JCudaDriver.cuStreamEndCapture(card.stream(), graph));
        assertThat(EmulatedCard.floats(result, 1)).containsExactly(0);

        CUgraphExec exec = new CUgraphExec();
        EmulatedCard.check(JCudaDriver.cuGraphInstantiate(exec, graph, 0));
        EmulatedCard.check(JCudaDriver.cuGraphLaunch(exec, card.stream()));

        assertThat(EmulatedCard.floats(result, 1)[0]).isNotZero();
        JCudaDriver.cuGraphExecDestroy(exec);
        JCudaDriver.cuGraphDestroy(graph);
    }

    @Test
    void aBatchIsAProductForEachStride() {
        int size = 8;
        float[] a = numbers(3 * size * size, 1);
        float[] b = numbers(3 * size * size, 2);
        CUdeviceptr result = card.allocate(4L * a.length);

        assertThat(JCublas2.cublasGemmStridedBatchedEx_new(
                        HANDLE,
                        0,
                        0,
                        size,
                        size,
                        size,
                        Pointer.to(new float[] {1}),
                        card.upload(a),
                        cudaDataType.CUDA_R_32F,
                        size,
                        size * size,
                        card.upload(b),
                        cudaDataType.CUDA_R_32F,
                        size,
                        size * size,
                        Pointer.to(new float[] {0}),
                        result,
                        cudaDataType.CUDA_R_32F,
                        size,
                        size * size,
                        3,
                        cublasComputeType.CUBLAS_COMPUTE_32F,
                        -1))
                .isZero();

        float[] found = EmulatedCard.floats(result, a.length);
        for (int i = 0; i < found.length; i++) {
            int batch = i / (size * size);
            int column = i / size % size;
            double sum = 0;
            for (int k = 0; k < size; k++) {
                sum += (double) a[batch * size * size + k * size + i % size]
                        * b[batch * size * size + column * size + k];
            }
            assertThat((double) found[i]).isCloseTo(sum, within(1e-5));
        }
    }

    @Test
    void aMatrixThatIsTooShortIsRefused() {
        Operand a = new Operand(false, M, K);
        Operand b = new Operand(false, K, N);

        assertThat(product(a, b, card.allocate(4L * M * N))).isNotZero();
    }

    private static int product(Operand a, Operand b, CUdeviceptr c) {
        return JCublas2.cublasGemmEx_new(
                HANDLE,
                a.transposed ? 1 : 0,
                b.transposed ? 1 : 0,
                M,
                N,
                K,
                Pointer.to(new float[] {ALPHA}),
                a.device,
                cudaDataType.CUDA_R_16BF,
                a.leading,
                b.device,
                cudaDataType.CUDA_R_16BF,
                b.leading,
                Pointer.to(new float[] {BETA}),
                c,
                cudaDataType.CUDA_R_32F,
                M + PAD,
                cublasComputeType.CUBLAS_COMPUTE_32F,
                -1);
    }

    /** rows x columns after the transposition that cuBLAS is asked for, with rows of padding. */
    private static final class Operand {

        private final boolean transposed;
        private final int leading;
        private final short[] bits;
        private final CUdeviceptr device;

        Operand(boolean transposed, int rows, int columns) {
            this.transposed = transposed;
            leading = (transposed ? columns : rows) + PAD;
            float[] values = numbers(leading * (transposed ? rows : columns), rows);
            bits = new short[values.length];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = Bf16.of(values[i]);
            }
            device = card.upload(bits);
        }

        double at(int row, int column) {
            return Bf16.toFloat(bits[transposed ? row * leading + column : column * leading + row]);
        }
    }

    private static float[] numbers(int n, int seed) {
        Random random = new Random(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
