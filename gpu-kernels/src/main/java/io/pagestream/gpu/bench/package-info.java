/**
 * Measures the kernels on a card against what the card can do, each after a check of its result. Knows the device door, and
 * {@code driver} for the ceiling of memory. Start reading at {@link io.pagestream.gpu.bench.KernelBench}.
 */
package io.pagestream.gpu.bench;
