/**
 * Decodes documents in child processes, so that what a document does to a decoder ends with that process: a crash of native
 * code, memory, a loop that nothing interrupts.
 *
 * <p>A child is a JVM with the class path of the decoders and nothing of the parent's environment. It decodes one page at a
 * time, is used for many documents, and ends with its parent, however that ends: its standard input does. Requests and
 * pixels cross on standard input and output, in the order that {@code Wire} writes down. What a child says is checked before
 * it is believed.
 *
 * <p>Knows decoding only. {@code IsolatedDecoder} may be used from any thread. Start reading at {@code IsolatedDecoder}.
 */
package io.pagestream.imaging.isolated;
