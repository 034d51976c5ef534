/**
 * The CUDA driver through JCuda: libraries, context, memory, transfers, compiled kernels and their launch.
 *
 * <p>Knows no operation. Every status is checked here and becomes a {@link io.pagestream.compute.DeviceException} that
 * says what was tried and what to do. One thread at a time drives a context and everything that was made with it. Start
 * reading at {@link io.pagestream.gpu.driver.CudaContext}.
 */
package io.pagestream.gpu.driver;
