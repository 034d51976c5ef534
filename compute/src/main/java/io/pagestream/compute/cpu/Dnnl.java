package io.pagestream.compute.cpu;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.pagestream.compute.DType;
import io.pagestream.compute.DeviceException;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * oneDNN's C interface, with each status checked. Kernels may be made and run on any thread.
 *
 * <p>Only the parts that the CPU device needs; see <a href="https://uxlfoundation.github.io/oneDNN/">oneDNN</a>.
 */
final class Dnnl implements AutoCloseable {

    private final dnnl_engine engine = new dnnl_engine();
    /** What has to be given back to the library at the end: layouts, attributes and so on, a few for each kernel. */
    private final Queue<Runnable> belongings = new ConcurrentLinkedQueue<>();

    private final Set<Kernel> kernels = ConcurrentHashMap.newKeySet();

    Dnnl() {
        check(dnnl_engine_create(engine, dnnl_cpu, 0), "engine");
    }

    dnnl_engine engine() {
        return engine;
    }

    /** Whether the processor multiplies bf16 natively. */
    static boolean hasBf16() {
        int isa = dnnl_get_effective_cpu_isa();
        // The constants are sets of bits: a processor has what an instruction set asks for if all of its bits are
        // there.
        return (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
    }

    static int type(DType type) {
        return switch (type) {
            case F32 -> dnnl_f32;
            case F16 -> dnnl_f16;
            case BF16 -> dnnl_bf16;
            case I32 -> dnnl_s32;
            case U8 -> dnnl_u8;
        };
    }

    /** The layout of a matrix or a stack of matrices: sizes and the distance of neighbours in each dimension. */
    dnnl_memory_desc strided(DType type, long[] sizes, long[] strides) {
        dnnl_memory_desc desc = new dnnl_memory_desc();
        belongings.add(() -> dnnl_memory_desc_destroy(desc));
        check(
                dnnl_memory_desc_create_with_strides(desc, sizes.length, sizes, type(type), strides),
                "layout " + Arrays.toString(sizes) + " with strides " + Arrays.toString(strides));
        return desc;
    }

    /** Rows of f32 or shorter elements, {@code stride} elements apart. */
    dnnl_memory_desc matrix(DType type, int rows, int columns, int stride) {
        return strided(type, new long[] {rows, columns}, new long[] {stride, 1});
    }

    static long bytes(dnnl_memory_desc layout) {
        return dnnl_memory_desc_get_size(layout);
    }

    /** A layout that outlives the kernel that it was asked from. */
    dnnl_memory_desc copyOf(dnnl_memory_desc layout) {
        dnnl_memory_desc copy = new dnnl_memory_desc();
        belongings.add(() -> dnnl_memory_desc_destroy(copy));
        check(dnnl_memory_desc_clone(copy, layout), "copy of a layout");
        return copy;
    }

    /** A layout that the library chooses. */
    dnnl_memory_desc any(DType type, long... sizes) {
        return any(type(type), sizes);
    }

    /** The same for bytes from -128 to 127, which are no type of the device's tensors. */
    dnnl_memory_desc anySignedBytes(long... sizes) {
        return any(dnnl_s8, sizes);
    }

    private dnnl_memory_desc any(int type, long... sizes) {
        dnnl_memory_desc desc = new dnnl_memory_desc();
        belongings.add(() -> dnnl_memory_desc_destroy(desc));
        check(
                dnnl_memory_desc_create_with_tag(desc, sizes.length, sizes, type, dnnl_format_tag_any),
                "layout " + Arrays.toString(sizes));
        return desc;
    }

    /** Attributes: exact f32 arithmetic, the caller brings the scratchpad. */
    dnnl_primitive_attr attributes(dnnl_post_ops after) {
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        belongings.add(() -> dnnl_primitive_attr_destroy(attributes));
        check(dnnl_primitive_attr_create(attributes), "attributes");
        check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user), "scratchpad mode");
        check(dnnl_primitive_attr_set_fpmath_mode(attributes, dnnl_fpmath_mode_strict), "math mode");
        if (after != null) {
            check(dnnl_primitive_attr_set_post_ops(attributes, after), "post-operations");
        }
        return attributes;
    }

    /** out = factor * out, as a post-operation. */
    dnnl_post_ops times(float factor) {
        dnnl_post_ops operations = postOps();
        check(dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_linear, factor, 0), "factor");
        return operations;
    }

    dnnl_post_ops postOps() {
        dnnl_post_ops operations = new dnnl_post_ops();
        check(dnnl_post_ops_create(operations), "post-operations");
        belongings.add(() -> dnnl_post_ops_destroy(operations));
        return operations;
    }

    /** out += , as a post-operation. */
    dnnl_post_ops sum() {
        dnnl_post_ops operations = postOps();
        check(dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef), "sum");
        return operations;
    }

    /** left x right (+ bias) with the given layouts; {@code bias} and {@code after} are null where there is none. */
    Kernel matmul(
            String name,
            dnnl_memory_desc left,
            dnnl_memory_desc right,
            dnnl_memory_desc bias,
            dnnl_memory_desc out,
            dnnl_post_ops after) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        check(dnnl_matmul_primitive_desc_create(desc, engine, left, right, bias, out, attributes(after)), name);
        return bias == null
                ? kernel(name, desc, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST)
                : kernel(name, desc, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST);
    }

    /**
     * left x right (+ bias) in f32 with a weight of codes; the address of its scales follows that of its codes in a call.
     */
    Kernel matmulOfCodes(
            String name,
            dnnl_memory_desc left,
            CodeLayout right,
            dnnl_memory_desc bias,
            dnnl_memory_desc out,
            dnnl_post_ops after) {
        dnnl_primitive_attr attributes = attributes(after);
        long[] together = {right.group(), 1};
        int both = 3; // a bit for each dimension in which they vary
        check(
                dnnl_primitive_attr_set_scales(attributes, DNNL_ARG_WEIGHTS, both, 2, together, dnnl_f32),
                "scales of " + name);
        check(dnnl_primitive_attr_set_fpmath_mode_v2(attributes, dnnl_fpmath_mode_strict, 1), "math mode");
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        check(dnnl_matmul_primitive_desc_create(desc, engine, left, right.codes(), bias, out, attributes), name);
        int scales = DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS;
        Map<Integer, dnnl_memory_desc> beside = Map.of(scales, right.scales());
        return bias == null
                ? kernel(name, desc, beside, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, scales, DNNL_ARG_DST)
                : kernel(name, desc, beside, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, scales, DNNL_ARG_BIAS, DNNL_ARG_DST);
    }

    /** Copies from one layout or type to another. */
    Kernel reorder(String name, dnnl_memory_desc from, dnnl_memory_desc to) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        check(dnnl_reorder_primitive_desc_create(desc, from, engine, to, engine, attributes(null)), name);
        return kernel(name, desc, DNNL_ARG_SRC, DNNL_ARG_DST);
    }

    /** out = curve(in). */
    Kernel eltwise(String name, int algorithm, float alpha, dnnl_memory_desc layout) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        check(
                dnnl_eltwise_forward_primitive_desc_create(
                        desc, engine, dnnl_forward_inference, algorithm, layout, layout, alpha, 0, attributes(null)),
                name);
        return kernel(name, desc, DNNL_ARG_SRC, DNNL_ARG_DST);
    }

    /** out = left * right, element by element. */
    Kernel times(String name, dnnl_memory_desc layout) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        check(
                dnnl_binary_primitive_desc_create(
                        desc, engine, dnnl_binary_mul, layout, layout, layout, attributes(null)),
                name);
        return kernel(name, desc, DNNL_ARG_SRC, DNNL_ARG_SRC_1, DNNL_ARG_DST);
    }

    /** Norm of each row; {@code flags} say which, and whether there are a scale and a shift. */
    Kernel norm(String name, dnnl_memory_desc layout, float eps, int flags) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        check(
                dnnl_layer_normalization_forward_primitive_desc_create(
                        desc, engine, dnnl_forward_inference, layout, layout, null, eps, flags, attributes(null)),
                name);
        return (flags & dnnl_use_shift) != 0
                ? kernel(name, desc, DNNL_ARG_SRC, DNNL_ARG_SCALE, DNNL_ARG_SHIFT, DNNL_ARG_DST)
                : kernel(name, desc, DNNL_ARG_SRC, DNNL_ARG_SCALE, DNNL_ARG_DST);
    }

    /** Softmax along the last of two dimensions. */
    Kernel softmax(String name, dnnl_memory_desc in, dnnl_memory_desc out) {
        return softmax(name, dnnl_softmax_accurate, in, out);
    }

    /** The logarithm of it. */
    Kernel logSoftmax(String name, dnnl_memory_desc layout) {
        return softmax(name, dnnl_softmax_log, layout, layout);
    }

    private Kernel softmax(String name, int algorithm, dnnl_memory_desc in, dnnl_memory_desc out) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        check(
                dnnl_softmax_forward_primitive_desc_create(
                        desc, engine, dnnl_forward_inference, algorithm, in, out, 1, attributes(null)),
                name);
        return kernel(name, desc, DNNL_ARG_SRC, DNNL_ARG_DST);
    }

    private Kernel kernel(String name, dnnl_primitive_desc desc, int... arguments) {
        return kernel(name, desc, Map.of(), arguments);
    }

    private Kernel kernel(
            String name, dnnl_primitive_desc desc, Map<Integer, dnnl_memory_desc> beside, int... arguments) {
        Kernel kernel = new Kernel(this, name, desc, beside, arguments);
        kernels.add(kernel);
        return kernel;
    }

    /** Destroys a kernel that is not needed any more; the others are destroyed at the end. */
    void destroy(Kernel kernel) {
        if (kernels.remove(kernel)) {
            kernel.destroy();
        }
    }

    @Override
    public void close() {
        kernels.forEach(Kernel::destroy);
        kernels.clear();
        belongings.forEach(Runnable::run);
        belongings.clear();
        dnnl_engine_destroy(engine);
    }

    static void check(int status, String operation) {
        if (status != dnnl_success) {
            throw new DeviceException("oneDNN: " + operation + " failed: " + meaning(status));
        }
    }

    private static String meaning(int status) {
        return switch (status) {
            case dnnl_out_of_memory -> "out of memory";
            case dnnl_invalid_arguments -> "arguments that do not fit together";
            case dnnl_unimplemented -> "this processor has no implementation of it";
            default -> "status " + status;
        };
    }
}
