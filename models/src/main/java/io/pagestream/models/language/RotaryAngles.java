package io.pagestream.models.language;

import io.pagestream.compute.StepSpans;

/**
 * Cosines and sines of the rotary embedding (Su et al., "RoFormer"), computed as the reference does: frequencies and
 * angles in float32, since the rounding of an angle at position 10,000 is larger than the tolerance of a logit.
 */
final class RotaryAngles {

    private final float[] frequencies;

    RotaryAngles(double theta, int headSide) {
        this.frequencies = new float[headSide / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float exponent = 2f * i / headSide;
            frequencies[i] = 1f / (float) Math.pow(theta, exponent);
        }
    }

    /** [rows, headSide]: for each row the cosines of its position's angles, then their sines. */
    float[] of(StepSpans spans) {
        int half = frequencies.length;
        float[] values = new float[spans.rows() * 2 * half];
        for (StepSpans.Span span : spans.spans()) {
            for (int i = 0; i < span.rows(); i++) {
                float position = span.past() + i;
                int at = (span.firstRow() + i) * 2 * half;
                for (int j = 0; j < half; j++) {
                    float angle = position * frequencies[j];
                    values[at + j] = (float) Math.cos(angle);
                    values[at + half + j] = (float) Math.sin(angle);
                }
            }
        }
        return values;
    }
}
