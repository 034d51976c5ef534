package io.pagestream.gpu.driver;

import java.nio.ByteBuffer;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Queues kernels. Parameters are written one after the other, in the order of the kernel's signature, then launched:
 * {@code launcher.address(out).integer(columns).launch(kernel, rows, 1, 1, 256, 0)}.
 */
public final class Launcher implements AutoCloseable {

    /*
     * Notes. The driver wants a table of addresses, one for each parameter. Through arrays of Java that takes some 4
     * microseconds for each launch; as one block of native memory that holds the parameters and the table, a tenth of it. The
     * table never changes: parameter i always lies in slot i. The driver copies the parameters before it returns.
     */

    private static final int MOST_PARAMETERS = 32;
    private static final int SLOT = Long.BYTES;

    private final CudaContext context;
    private final PinnedMemory memory = new PinnedMemory(2 * MOST_PARAMETERS * SLOT);
    private final ByteBuffer slots = memory.bytes();
    private final Pointer table = memory.at(MOST_PARAMETERS * SLOT);
    private int count;

    public Launcher(CudaContext context) {
        this.context = context;
        for (int i = 0; i < MOST_PARAMETERS; i++) {
            slots.putLong((MOST_PARAMETERS + i) * SLOT, memory.address() + (long) i * SLOT);
        }
    }

    /** An address on the card; 0 is the null pointer. */
    public Launcher address(long value) {
        slots.putLong(count++ * SLOT, value);
        return this;
    }

    /** A {@code long long}. */
    public Launcher wide(long value) {
        return address(value);
    }

    /** An {@code int}. */
    public Launcher integer(int value) {
        slots.putInt(count++ * SLOT, value);
        return this;
    }

    /** A {@code float}. */
    public Launcher number(float value) {
        slots.putFloat(count++ * SLOT, value);
        return this;
    }

    /**
     * Queues the kernel with the parameters written since the last launch.
     *
     * @param x blocks, like {@code y} and {@code z}
     * @param threads of a block, a multiple of 32
     * @param shared bytes of dynamic shared memory
     */
    public void launch(Kernel kernel, int x, int y, int z, int threads, int shared) {
        count = 0;
        context.enter();
        int status = JCudaDriver.cuLaunchKernel(
                kernel.function(), x, y, z, threads, 1, 1, shared, context.stream(), table, null);
        if (status != 0) {
            Check.driver(
                    status,
                    "launching " + kernel.name() + " with " + x + " x " + y + " x " + z + " blocks of " + threads
                            + " threads and " + shared + " bytes of shared memory");
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
