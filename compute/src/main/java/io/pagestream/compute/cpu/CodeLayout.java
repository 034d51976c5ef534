package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * How a weight lies that is stored in four bits: for each element its code less its zero in a byte, then the scales. As
 * everywhere in the library the inner dimension is the first one: what are rows of the weight for us are columns here.
 *
 * @param group inner elements that share a scale
 * @param codes [inner, rows of the weight], signed bytes from -15 to 15
 * @param scales [inner / group, rows of the weight], f32
 */
record CodeLayout(int group, dnnl_memory_desc codes, dnnl_memory_desc scales) {

    /** With codes wherever the library wants them. */
    static CodeLayout any(Dnnl dnnl, int rows, int inner, int group) {
        return new CodeLayout(
                group, dnnl.anySignedBytes(inner, rows), dnnl.matrix(DType.F32, inner / group, rows, rows));
    }

    CodeLayout with(dnnl_memory_desc newCodes) {
        return new CodeLayout(group, newCodes, scales);
    }

    /** Where the scales lie when the codes lie at {@code codes}. */
    long scalesAt(long codes) {
        return NativeMemory.aligned(codes + Dnnl.bytes(this.codes));
    }

    long endAt(long codes) {
        return NativeMemory.aligned(scalesAt(codes) + Dnnl.bytes(scales));
    }
}
