package io.pagestream.compute.cpu;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** A compiled primitive of the library with the layouts of its operands. Immutable; run it through a {@link Worker}. */
final class Kernel {

    final Dnnl dnnl;
    final String name;
    final dnnl_primitive primitive = new dnnl_primitive();
    /** The library's numbers of the operands, in the order of the addresses of a call; the scratchpad is not one. */
    final int[] arguments;

    private final dnnl_primitive_desc desc;
    /** The library does not tell the layout of scales. */
    private final Map<Integer, dnnl_memory_desc> beside;

    Kernel(Dnnl dnnl, String name, dnnl_primitive_desc desc, Map<Integer, dnnl_memory_desc> beside, int... arguments) {
        this.dnnl = dnnl;
        this.name = name;
        this.desc = desc;
        this.beside = beside;
        this.arguments = arguments;
        Dnnl.check(dnnl_primitive_create(primitive, desc), name);
    }

    dnnl_memory_desc layoutOf(int argument) {
        dnnl_memory_desc known = beside.get(argument);
        return known != null ? known : dnnl_primitive_desc_query_md(desc, dnnl_query_exec_arg_md, argument);
    }

    long scratchpadBytes() {
        return dnnl_memory_desc_get_size(layoutOf(DNNL_ARG_SCRATCHPAD));
    }

    /** Which of its implementations the library chose; one that begins with "ref" is a thousand times too slow. */
    String implementation() {
        try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
            Dnnl.check(dnnl_primitive_desc_query(desc, dnnl_query_impl_info_str, 0, text), name);
            return text.get(BytePointer.class, 0).getString();
        }
    }

    /** Called by {@link Dnnl} alone, which knows all kernels. */
    void destroy() {
        dnnl_primitive_destroy(primitive);
        dnnl_primitive_desc_destroy(desc);
    }
}
