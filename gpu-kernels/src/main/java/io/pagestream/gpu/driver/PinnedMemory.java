package io.pagestream.gpu.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Memory of the host that the card reads and writes itself, and whose address is known. */
public final class PinnedMemory implements AutoCloseable {

    private final Pointer pointer = new Pointer();
    private final ByteBuffer bytes;
    private final long address;
    private boolean closed;

    /** A context has to be entered. */
    public PinnedMemory(int size) {
        Check.driver(JCudaDriver.cuMemHostAlloc(pointer, size, 0), "pinning " + size + " bytes of the host");
        bytes = pointer.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
        address = new Known(pointer).address();
    }

    /** A pointer to byte {@code offset}. */
    public Pointer at(long offset) {
        return pointer.withByteOffset(offset);
    }

    public ByteBuffer bytes() {
        return bytes;
    }

    public long address() {
        return address;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            JCudaDriver.cuMemFreeHost(pointer);
        }
    }

    /** JCuda keeps the addresses of its pointers to itself and to subclasses. */
    private static final class Known extends Pointer {
        Known(Pointer pointer) {
            super(pointer);
        }

        long address() {
            return getNativePointer() + getByteOffset();
        }
    }
}
