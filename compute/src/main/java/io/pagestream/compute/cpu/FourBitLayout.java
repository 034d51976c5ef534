package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * How a weight of four bits lies, its codes first, then its scales, then its zeros. As everywhere in the library the
 * inner dimension is the first one: what are rows of the weight for us are columns here.
 *
 * @param group inner elements that share a zero and a scale
 * @param codes [inner, rows of the weight]
 * @param scales [inner / group, rows of the weight], f32
 * @param zeros [inner / group, rows of the weight], bytes
 */
record FourBitLayout(int group, dnnl_memory_desc codes, dnnl_memory_desc scales, dnnl_memory_desc zeros) {

    static FourBitLayout of(Dnnl dnnl, int rows, int inner, int group) {
        return new FourBitLayout(
                group,
                dnnl.fourBits(inner, rows),
                dnnl.matrix(DType.F32, inner / group, rows, rows),
                dnnl.matrix(DType.U8, inner / group, rows, rows));
    }

    /** Where the scales lie when the codes lie at {@code codes}. */
    long scalesAt(long codes) {
        return NativeMemory.aligned(codes + Dnnl.bytes(this.codes));
    }

    long zerosAt(long codes) {
        return NativeMemory.aligned(scalesAt(codes) + Dnnl.bytes(scales));
    }

    long endAt(long codes) {
        return NativeMemory.aligned(zerosAt(codes) + Dnnl.bytes(zeros));
    }
}
