package io.pagestream.imaging.decode.jpeg2000;

import java.io.EOFException;

/** The bits of packet headers: after a byte of ones only seven bits count (B.10.1). */
final class PacketBits {

    private final byte[] data;
    private int at;
    private int current;
    private int left;
    private boolean stuffed;

    PacketBits(byte[] data, int at) {
        this.data = data;
        this.at = at;
    }

    int read() throws EOFException {
        if (left == 0) {
            if (at >= data.length) {
                throw new EOFException("the packets end early");
            }
            current = data[at++] & 0xff;
            left = stuffed ? 7 : 8;
            stuffed = current == 0xff;
        }
        left--;
        return current >> left & 1;
    }

    int read(int count) throws EOFException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | read();
        }
        return value;
    }

    /** Goes to the next whole byte and returns its place. */
    int align() {
        left = 0;
        if (stuffed) {
            at++;
            stuffed = false;
        }
        return at;
    }
}
