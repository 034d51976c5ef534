package io.pagestream.gpu.ops;

import io.pagestream.compute.DType;
import io.pagestream.compute.DeviceException;
import io.pagestream.gpu.driver.Check;
import io.pagestream.gpu.driver.CudaContext;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.DevicePointer;
import io.pagestream.gpu.driver.Kernel;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;
import io.pagestream.gpu.driver.PinnedMemory;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;

/** Matrix products by cuBLAS: operands in the activations' type, sums in f32, rounded once. */
final class Products implements AutoCloseable {

    /*
     * Notes. cuBLAS counts by columns: a row-major [rows, columns] is its column-major [columns, rows]. So out = in weight^T
     * is computed as out^T = weight in^T, with the weight transposed.
     *
     * A bias is put into the output first and the product added to it: cuBLAS adds in f32 and rounds once, as the reference
     * does; in bf16 the bias is rounded before, which changes nothing in a bf16 checkpoint. cuBLASLt would do it while it stores, but JCuda has no bindings to it.
     *
     * Only the calls that end with _new take today's numbers of compute types; the others answer with a status.
     */

    /** What NVIDIA recommends for Hopper; without one of its own, cuBLAS may allocate in the middle of a step. */
    private static final long WORKSPACE_BYTES = 32 << 20;

    private static final int DEFAULT_ALGORITHM = -1;

    private final CudaContext context;
    private final Launcher launcher;
    private final DType type;
    private final int cudaType;
    private final Kernel fillRows;
    private final cublasHandle handle = new cublasHandle();
    private final PinnedMemory factors = new PinnedMemory(16);
    private final Pointer zero = factors.at(0);
    private final Pointer one = factors.at(4);

    Products(CudaContext context, Launcher launcher, Kernels kernels, DeviceMemory memory, DType type) {
        this.context = context;
        this.launcher = launcher;
        this.type = type;
        cudaType = type == DType.BF16 ? cudaDataType.CUDA_R_16BF : cudaDataType.CUDA_R_32F;
        fillRows = kernels.of("fill_rows", "fill_rows_" + CudaOps.suffix(type));
        factors.bytes().putFloat(0, 0).putFloat(4, 1);
        Check.cublas(JCublas2.cublasCreate(handle), "starting cuBLAS");
        Check.cublas(
                JCublas2.cublasSetStream(handle, new cudaStream_t(context.stream())),
                "giving cuBLAS the device's stream");
        DeviceMemory.Block workspace = memory.take(null, WORKSPACE_BYTES);
        Check.cublas(
                JCublas2.cublasSetWorkspace(handle, DevicePointer.of(workspace.address()), WORKSPACE_BYTES),
                "giving cuBLAS a place to work in");
    }

    /** out = in weight^T. */
    void multiply(CudaTensor out, CudaTensor in, CudaTensor weight) {
        run("linear", out, in, weight, zero);
    }

    /** out = in weight^T + bias. */
    void multiply(CudaTensor out, CudaTensor in, CudaTensor weight, CudaTensor bias) {
        if (Residuals.isEmpty(out)) {
            return;
        }
        int width = RowGrid.width(out.columns, out, bias);
        launcher.address(out.address())
                .address(bias.address())
                .integer(out.columns)
                .integer(out.stride)
                .integer(width);
        RowGrid.launch(launcher, fillRows, out.rows, out.columns, width);
        run("linearBias", out, in, weight, one);
    }

    /** out += in weight^T. */
    void multiplyInto(CudaTensor out, CudaTensor in, CudaTensor weight) {
        run("linearInto", out, in, weight, one);
    }

    private void run(String operation, CudaTensor out, CudaTensor in, CudaTensor weight, Pointer keep) {
        if (Residuals.isEmpty(out) || in.columns == 0) {
            return;
        }
        context.enter();
        int status = JCublas2.cublasGemmEx_new(
                handle,
                cublasOperation.CUBLAS_OP_T,
                cublasOperation.CUBLAS_OP_N,
                out.columns,
                out.rows,
                in.columns,
                one,
                DevicePointer.of(weight.address()),
                cudaType,
                weight.stride,
                DevicePointer.of(in.address()),
                cudaType,
                in.stride,
                keep,
                DevicePointer.of(out.address()),
                cudaType,
                out.stride,
                cublasComputeType.CUBLAS_COMPUTE_32F,
                DEFAULT_ALGORITHM);
        if (status != 0) {
            Check.cublas(status, operation + "(" + Shapes.describe(out, in, weight) + ")");
        }
    }

    /** The version of cuBLAS, for people. */
    String version() {
        int[] version = new int[1];
        int status = JCublas2.cublasGetVersion(handle, version);
        if (status != 0) {
            throw new DeviceException("cuBLAS does not tell its version: status " + status);
        }
        return version[0] / 10000 + "." + version[0] / 100 % 100 + "." + version[0] % 100 + " in " + type;
    }

    @Override
    public void close() {
        context.enter();
        JCublas2.cublasDestroy(handle);
        factors.close();
    }
}
