package io.pagestream.compute;

/** What device memory is used for: every allocation carries one, and a test can ask that all came back. */
public enum MemoryTag {
    WEIGHTS,
    KEYS_AND_VALUES,
    ENCODED_IMAGES,
    ACTIVATIONS
}
