package io.pagestream.compute;

/** What a weight is for, so that a device can lay it out once, at loading, as its operations like it best. */
public enum WeightUse {
    /** Norms, biases, layer scales, position tables: kept in F32. */
    VECTOR,
    /** Rows are gathered from it (token embeddings): kept in its stored type. */
    TABLE,
    /** The right side of {@link Ops#linear}: laid out and typed as the device likes. Read by linear only. */
    LINEAR
}
