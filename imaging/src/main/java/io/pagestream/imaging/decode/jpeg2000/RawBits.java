package io.pagestream.imaging.decode.jpeg2000;

/** Bits that bypass the arithmetic coder: after a byte of ones only seven bits count; ones after the end. */
final class RawBits {

    private final byte[] data;
    private int at;
    private int current;
    private int left;

    RawBits(byte[] data) {
        this.data = data;
    }

    int read() {
        if (left == 0) {
            left = current == 0xff ? 7 : 8;
            current = at < data.length ? data[at++] & 0xff : 0xff;
        }
        left--;
        return current >> left & 1;
    }
}
