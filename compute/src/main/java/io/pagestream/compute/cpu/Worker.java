package io.pagestream.compute.cpu;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;

/**
 * One thread's way to run kernels: its stream, its handles on operands, its scratch memory. Used by one thread at a
 * time.
 */
final class Worker implements AutoCloseable {

    /** The library's pair of a number and a pointer. */
    private static final int ARGUMENT_BYTES = 16;

    private final dnnl_stream stream = new dnnl_stream();
    private final Address address = new Address();
    private final Map<Kernel, Call> calls = new HashMap<>();
    private final Map<String, float[]> floats = new HashMap<>();
    private final Map<String, NativeMemory.Block> blocks = new HashMap<>();
    private final Map<NativeMemory.Block, FloatBuffer> windows = new HashMap<>();
    private final NativeMemory memory = new NativeMemory(0);

    Worker(Dnnl dnnl) {
        Dnnl.check(dnnl_stream_create(stream, dnnl.engine(), dnnl_stream_default_flags), "stream");
    }

    /** Runs {@code kernel} on operands at {@code addresses}, in the order of its arguments, and waits for it. */
    void run(Kernel kernel, long... addresses) {
        Call call = calls.computeIfAbsent(kernel, it -> new Call(it, memory));
        for (int i = 0; i < addresses.length; i++) {
            dnnl_memory_set_data_handle(call.operands[i], address.at(addresses[i]));
        }
        if (call.scratchpadBytes > 0) {
            dnnl_memory_set_data_handle(
                    call.operands[addresses.length], address.at(scratch("scratchpad", call.scratchpadBytes)));
        }
        Dnnl.check(dnnl_primitive_execute(kernel.primitive, stream, call.operands.length, call.arguments), kernel.name);
    }

    /** Runs a kernel that will not be needed again, and destroys it. */
    void runOnce(Kernel kernel, long... addresses) {
        run(kernel, addresses);
        Call call = calls.remove(kernel);
        call.destroy();
        memory.giveBack(call.list);
        kernel.dnnl.destroy(kernel);
    }

    /** An array of at least {@code length} floats that this worker keeps under {@code name}. */
    float[] floats(String name, int length) {
        float[] kept = floats.get(name);
        if (kept == null || kept.length < length) {
            kept = new float[Math.max(length, 2 * (kept == null ? 0 : kept.length))];
            floats.put(name, kept);
        }
        return kept;
    }

    /** The address of at least {@code bytes} of native memory that this worker keeps under {@code name}. */
    long scratch(String name, long bytes) {
        NativeMemory.Block kept = blocks.get(name);
        if (kept == null || kept.bytes() < bytes) {
            if (kept != null) {
                windows.remove(kept);
                memory.giveBack(kept);
            }
            kept = memory.take(bytes);
            blocks.put(name, kept);
        }
        return kept.address();
    }

    /** What lies at {@link #scratch}, asked for before under this name, as floats; at most 2 GiB. */
    FloatBuffer window(String name) {
        return windows.computeIfAbsent(
                blocks.get(name),
                block -> Address.of(block.address()).window(block.bytes()).asFloatBuffer());
    }

    @Override
    public void close() {
        calls.values().forEach(Call::destroy);
        calls.clear();
        memory.close();
        blocks.clear();
        windows.clear();
        dnnl_stream_destroy(stream);
    }

    private static final class Call {

        final dnnl_memory[] operands;
        final dnnl_exec_arg_t arguments;
        final NativeMemory.Block list;
        final long scratchpadBytes;

        Call(Kernel kernel, NativeMemory memory) {
            scratchpadBytes = kernel.scratchpadBytes();
            int count = kernel.arguments.length + (scratchpadBytes > 0 ? 1 : 0);
            operands = new dnnl_memory[count];
            // Not memory of JavaCPP: that refuses to give any as soon as the whole process, weights included, is
            // larger than a multiple of the heap.
            list = memory.take((long) count * ARGUMENT_BYTES);
            arguments = new dnnl_exec_arg_t(Address.of(list.address()));
            for (int i = 0; i < count; i++) {
                int argument = i < kernel.arguments.length ? kernel.arguments[i] : DNNL_ARG_SCRATCHPAD;
                operands[i] = new dnnl_memory();
                Dnnl.check(
                        dnnl_memory_create(
                                operands[i], kernel.layoutOf(argument), kernel.dnnl.engine(), (Pointer) Address.of(0)),
                        kernel.name);
                arguments.getPointer(i).arg(argument).memory(operands[i]);
            }
        }

        void destroy() {
            for (dnnl_memory operand : operands) {
                dnnl_memory_destroy(operand);
            }
        }
    }
}
