/**
 * The operations of {@code io.pagestream.compute.Ops} on a card: checks of shapes, the choice of a kernel, its launch.
 *
 * <p>Knows the device door and {@code driver}. What a kernel computes stands in its source under {@code src/main/cuda}.
 * Start reading at {@link io.pagestream.gpu.ops.CudaOps}.
 */
package io.pagestream.gpu.ops;
