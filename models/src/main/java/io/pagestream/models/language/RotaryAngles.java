package io.pagestream.models.language;

import io.pagestream.compute.StepSpans;
import io.pagestream.models.config.Rotary;
import java.util.List;

/**
 * Cosines and sines of the rotary embedding, computed as the reference does: frequencies and angles in float32, since the
 * rounding of an angle at position 10,000 is larger than the tolerance of a logit.
 *
 * <p>Where the frequencies change with the length, a token of the prompt is turned for the length of the whole prompt,
 * and a token of the answer for the length up to itself; what was turned before stays as it is in the cache. That is what
 * the reference does when it reads a prompt at once and then goes on token by token.
 */
final class RotaryAngles {

    private final Rotary rotary;
    private final int headSide;
    private final float[] usual; // frequencies, up to the length at which a scaling begins

    RotaryAngles(Rotary rotary, int headSide) {
        this.rotary = rotary;
        this.headSide = headSide;
        if (rotary.scaling() instanceof Rotary.LongRope scaling) {
            this.usual = longRope(scaling.shortFactors());
        } else if (rotary.scaling() instanceof Rotary.Llama3 scaling) {
            this.usual = llama3(scaling);
        } else {
            this.usual = plain(rotary.theta());
        }
    }

    /**
     * [rows, headSide]: for each row the cosines of its position's angles, then their sines.
     *
     * @param promptTokens of the sequence of each span
     */
    float[] of(StepSpans spans, int[] promptTokens) {
        float[] values = new float[spans.rows() * headSide];
        float[] frequencies = {};
        int turnedFor = -1;
        for (int s = 0; s < promptTokens.length; s++) {
            StepSpans.Span span = spans.spans().get(s);
            for (int i = 0; i < span.rows(); i++) {
                int position = span.past() + i;
                int length = Math.max(promptTokens[s], position + 1);
                if (length != turnedFor) {
                    frequencies = frequencies(length);
                    turnedFor = length;
                }
                turn(position, frequencies, values, (span.firstRow() + i) * headSide);
            }
        }
        return values;
    }

    private void turn(int position, float[] frequencies, float[] values, int at) {
        float magnitude = rotary.scaling() instanceof Rotary.LongRope scaling ? (float) scaling.magnitude() : 1;
        int half = frequencies.length;
        for (int j = 0; j < half; j++) {
            float angle = position * frequencies[j];
            values[at + j] = (float) Math.cos(angle) * magnitude;
            values[at + half + j] = (float) Math.sin(angle) * magnitude;
        }
    }

    /** The frequencies in a sequence of {@code length} tokens. */
    float[] frequencies(int length) {
        if (rotary.scaling() instanceof Rotary.DynamicNtk scaling && length > scaling.positions()) {
            double stretch = scaling.factor() * length / scaling.positions() - (scaling.factor() - 1);
            return plain(rotary.theta() * Math.pow(stretch, (double) headSide / (headSide - 2)));
        }
        if (rotary.scaling() instanceof Rotary.LongRope scaling && length > scaling.positions()) {
            return longRope(scaling.longFactors());
        }
        return usual;
    }

    private float[] plain(double theta) {
        float[] frequencies = new float[headSide / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1f / power((float) theta, i);
        }
        return frequencies;
    }

    private float[] longRope(List<Double> factors) {
        float[] frequencies = new float[headSide / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1f / (factors.get(i).floatValue() * power((float) rotary.theta(), i));
        }
        return frequencies;
    }

    /** As {@code _compute_llama3_parameters} of transformers. */
    private float[] llama3(Rotary.Llama3 scaling) {
        float[] frequencies = plain(rotary.theta());
        double low = scaling.lowFactor();
        double high = scaling.highFactor();
        for (int i = 0; i < frequencies.length; i++) {
            double wavelength = 2 * Math.PI / frequencies[i];
            double waves = scaling.positions() / wavelength;
            double kept = Math.max(0, Math.min(1, (waves - low) / (high - low)));
            frequencies[i] = (float) ((1 - kept) * frequencies[i] / scaling.factor() + kept * frequencies[i]);
        }
        return frequencies;
    }

    /** theta^(2i / headSide) */
    private float power(float theta, int i) {
        return (float) Math.pow(theta, 2f * i / headSide);
    }
}
