/**
 * The CUDA device: how kernels and cuBLAS compute what {@code io.pagestream.compute} asks for.
 *
 * <p>Knows the device door and nothing else of the house. {@code driver} talks to the card, {@code ops} computes; the
 * kernels lie in {@code src/main/cuda}. Start reading at {@code CudaDevice}.
 */
package io.pagestream.gpu;
