package io.pagestream.gpu.driver;

import io.pagestream.compute.DeviceException;
import jcuda.driver.CUresult;
import jcuda.jcublas.cublasStatus;

/** Statuses of the driver and of cuBLAS to exceptions that name the operation. */
public final class Check {

    private static final int FIRST_ERROR_OF_A_KERNEL = CUresult.CUDA_ERROR_ILLEGAL_ADDRESS;

    private Check() {}

    /** @param operation what was tried, with its sizes */
    public static void driver(int status, String operation) {
        if (status != CUresult.CUDA_SUCCESS) {
            throw new DeviceException(operation + " failed: " + name(status)
                    + (status >= FIRST_ERROR_OF_A_KERNEL
                            ? "; the fault may be of any kernel since the last wait, CUDA_LAUNCH_BLOCKING=1 shows which"
                            : ""));
        }
    }

    static String name(int status) {
        return CUresult.stringFor(status) + " (" + status + ")";
    }

    /** @param operation what was tried, with its sizes */
    public static void cublas(int status, String operation) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new DeviceException(
                    operation + " failed: " + cublasStatus.stringFor(status) + " (" + status + ") of cuBLAS");
        }
    }
}
