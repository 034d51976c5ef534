/**
 * The CUDA device: how kernels and JCublas compute what {@code io.pagestream.compute} asks for.
 *
 * <p>Knows the device door and nothing else of the house. So far it holds the door only: it answers to {@code cuda:0}
 * and refuses. Start reading at {@code CudaDeviceProvider}.
 */
package io.pagestream.gpu;
