/**
 * Reads folders of golden data: what a reference computed for a checkpoint. Knows nothing of the loader or of a device: a
 * judge shares no code with the accused. Everything is immutable; any thread. Start with {@link
 * io.pagestream.models.golden.GoldenFolder}.
 */
package io.pagestream.models.golden;
