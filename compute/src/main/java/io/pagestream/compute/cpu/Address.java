package io.pagestream.compute.cpu;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/** A place in native memory, to hand to the library; owns nothing and can be moved, so that a call makes no garbage. */
final class Address extends BytePointer {

    Address() {
        super((BytePointer) null);
    }

    static Address of(long address) {
        return new Address().at(address);
    }

    /** The address of a direct buffer's position. */
    static long of(ByteBuffer direct) {
        return getDirectBufferAddress(direct) + direct.position();
    }

    Address at(long newAddress) {
        address = newAddress;
        return this;
    }

    /** A window on {@code bytes} from here, in the machine's byte order; it must not outlive the memory. */
    ByteBuffer window(long bytes) {
        position = 0;
        limit = bytes;
        capacity = bytes;
        return asByteBuffer();
    }

    /** Copies {@code bytes}; the places must not overlap. */
    static void copy(long to, long from, long bytes) {
        memcpy(of(to), of(from), bytes);
    }

    static void zero(long to, long bytes) {
        memset(of(to), 0, bytes);
    }

    @Override
    public int sizeof() {
        return 1;
    }
}
