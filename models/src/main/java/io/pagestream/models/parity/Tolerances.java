package io.pagestream.models.parity;

import io.pagestream.compute.DType;
import java.util.Locale;

/**
 * How near is near enough, as the README of the golden data advises.
 *
 * @param exact whether every stage is compared, and ids and texts must be equal; otherwise activations are shorter than
 *     single precision, which moves logits so far that ids say nothing: projector and the direction of logits are left
 * @param pixels normalised, of tiles of bytes
 * @param overview normalised, of a view that was shrunk without rounding
 * @param positions of interpolated position embeddings
 * @param vision layers of the encoder, and embeddings of a prompt
 * @param projector what the decoder gets of a picture
 * @param logits and layers of the decoder
 * @param cosine the least between two rows of logits, where not {@code exact}
 */
public record Tolerances(
        boolean exact,
        float pixels,
        float overview,
        float positions,
        float vision,
        float projector,
        float logits,
        double cosine) {

    /** Of single precision. */
    public static final Tolerances EXACT = new Tolerances(true, 1e-6f, 1e-5f, 1e-5f, 1e-4f, 1e-4f, 5e-4f, 1);

    /** Of bfloat16 and its like. */
    public static final Tolerances REDUCED = new Tolerances(false, 0, 0, 0, 0, 0.05f, 0, 0.99);

    /** What a device with this type of activations can reach. */
    public static Tolerances of(DType activations) {
        return activations == DType.F32 ? EXACT : REDUCED;
    }

    /** One line for people. */
    public String describe() {
        return exact
                ? "exact: tiles, ids and texts equal, encoder " + number(vision) + ", logits " + number(logits)
                : "reduced precision: tiles and prompt ids equal, projector " + number(projector)
                        + ", cosine of logits over " + cosine + "; layers, greedy ids and texts are not compared";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-");
    }
}
