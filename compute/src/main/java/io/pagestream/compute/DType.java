package io.pagestream.compute;

/** The element types of stored weights and of tensors. */
public enum DType {
    F32(4),
    F16(2),
    BF16(2),
    I32(4),
    U8(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
