/**
 * Compares the kernels on a card with the CPU device, and measures them against what the card can do. Knows the device door,
 * and {@code driver} for the ceiling of memory. Start reading at {@link io.pagestream.gpu.bench.KernelBench}.
 */
package io.pagestream.gpu.bench;
