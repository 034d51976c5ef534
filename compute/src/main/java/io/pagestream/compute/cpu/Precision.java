package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;

/** In which type the CPU device multiplies matrices; sums and everything else are f32 in both. */
enum Precision {
    F32("f32", DType.F32),
    BF16("bf16", DType.BF16);

    final String label;
    final DType factors;

    Precision(String label, DType factors) {
        this.label = label;
        this.factors = factors;
    }
}
