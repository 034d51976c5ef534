/**
 * The CPU device: matrix products by oneDNN, everything around them as loops over rows.
 *
 * <p>Knows tensors only: no model, no file, no Flink. One thread drives a device; the threads inside are the library's
 * own. Start reading at {@code CpuOps}.
 */
package io.pagestream.compute.cpu;
