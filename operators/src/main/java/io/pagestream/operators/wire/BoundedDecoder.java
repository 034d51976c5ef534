package io.pagestream.operators.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro binary from strangers. Avro's own decoder takes memory for a string or an array as soon as it has read how long
 * it claims to be, so that six bytes can ask for two gigabytes; here a claim is compared with the bytes that are left first.
 * (No item of our schemas is shorter than a byte; one of a foreign schema may be, and is then refused.)
 */
final class BoundedDecoder extends Decoder {

    private static final int MAX_VARINT_BITS = 63;

    private final ByteBuffer in;

    BoundedDecoder(byte[] bytes, int from) {
        this.in = ByteBuffer.wrap(bytes, from, bytes.length - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isEnd() {
        return !in.hasRemaining();
    }

    @Override
    public void readNull() {
        // Nothing is written for it.
    }

    @Override
    public boolean readBoolean() throws IOException {
        return take(in::get) == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new IOException("need an int, found " + value);
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = 0;
        for (int shift = 0; shift <= MAX_VARINT_BITS; shift += 7) {
            byte part = take(in::get);
            zigzag |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new IOException("need a number of at most 10 bytes, found a longer one");
    }

    @Override
    public float readFloat() throws IOException {
        return take(in::getFloat);
    }

    @Override
    public double readDouble() throws IOException {
        return take(in::getDouble);
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(take(claim(readLong())));
    }

    @Override
    public String readString() throws IOException {
        return new String(take(claim(readLong())), StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        take(claim(readLong()));
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(take(claim(readLong())));
    }

    @Override
    public void skipBytes() throws IOException {
        take(claim(readLong()));
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        System.arraycopy(take(claim(length)), 0, bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        take(claim(length));
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return items();
    }

    @Override
    public long arrayNext() throws IOException {
        return items();
    }

    @Override
    public long skipArray() throws IOException {
        return items();
    }

    @Override
    public long readMapStart() throws IOException {
        return items();
    }

    @Override
    public long mapNext() throws IOException {
        return items();
    }

    @Override
    public long skipMap() throws IOException {
        return items();
    }

    /** A negative count is followed by the size of the block, which nobody needs here. */
    private long items() throws IOException {
        long count = readLong();
        if (count < 0) {
            readLong();
            count = -count;
        }
        return claim(count);
    }

    private int claim(long claimed) throws IOException {
        if (claimed < 0 || claimed > in.remaining()) {
            throw new IOException("a length of " + claimed + " is claimed where " + in.remaining() + " bytes are left");
        }
        return (int) claimed;
    }

    private byte[] take(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static <T> T take(Supplier<T> value) throws EOFException {
        try {
            return value.get();
        } catch (BufferUnderflowException e) {
            throw new EOFException("the record ends in the middle");
        }
    }
}
