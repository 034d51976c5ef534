/**
 * Reads the folders of golden data: what the reference computed for small checkpoints. Part of the test-jar, so that other
 * rooms hold themselves against the same files. Knows nothing of the loader or of a device: a judge shares no code with
 * the accused. Everything is immutable; any thread. Start with {@link io.pagestream.models.golden.GoldenFixture}.
 */
package io.pagestream.models.golden;
