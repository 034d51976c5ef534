package io.pagestream.gpu.bench;

/**
 * What a card does at best, measured at the beginning of a run.
 *
 * @param copyGigabytes bytes read and written by the driver's own copy from device to device, in GB/s
 * @param productTeraflops of a large product of cuBLAS, in TFLOP/s
 */
public record Ceilings(double copyGigabytes, double productTeraflops) {}
