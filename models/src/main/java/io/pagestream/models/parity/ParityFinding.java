package io.pagestream.models.parity;

/**
 * The first thing that is not as the reference has it.
 *
 * @param what tiles, pixels, a layer of the encoder, projector, prompt ids, embeddings, a layer of the decoder, logits,
 *     step logits, greedy ids or text
 * @param where in it
 * @param expected by the reference
 * @param found here
 * @param tolerance what would have been near enough
 */
public record ParityFinding(String what, String where, String expected, String found, String tolerance) {

    static final String NONE = "none";

    @Override
    public String toString() {
        return what + " " + where + ": expected " + expected + ", found " + found + ", tolerance " + tolerance;
    }
}
