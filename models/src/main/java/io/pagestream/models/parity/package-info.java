/**
 * Holds a model against what the reference wrote of it: pictures, encoder, prompts, logits, answers. Knows the loader and
 * golden data; who makes tiles of picture files is told to it. The golden tests and the command {@code parity} are the
 * same code. A run belongs to the device's thread; findings are immutable. Start with {@link
 * io.pagestream.models.parity.ParityRun}.
 */
package io.pagestream.models.parity;
