/**
 * The command {@code gpu-check}: is a card computing what the CPU computes, does it give its memory back, how far are its
 * kernels from what it can do? Knows the bench of the kernels and no stream. One thread. Start with {@link
 * io.pagestream.jobs.gpucheck.GpuCheck}.
 */
package io.pagestream.jobs.gpucheck;
