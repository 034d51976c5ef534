package io.pagestream.compute.cpu;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** What is asked of logits, row by row. */
final class CpuAnswers {

    private static final float[] RULED_OUT = new float[Integer.SIZE];

    static {
        Arrays.fill(RULED_OUT, Float.NEGATIVE_INFINITY);
    }

    private final RowKernels kernels;
    private final Team team;

    CpuAnswers(RowKernels kernels, Team team) {
        this.kernels = kernels;
        this.team = team;
    }

    void argmax(CpuTensor out, CpuTensor logits) {
        FloatBuffer from = logits.floats();
        IntBuffer to = out.ints();
        team.split(logits.rows, Team.leastRows(logits.columns), (worker, first, end) -> {
            float[] values = worker.floats("logits", logits.columns);
            for (int row = first; row < end; row++) {
                from.get(row * logits.stride, values, 0, logits.columns);
                to.put(row, firstLargest(values, logits.columns));
            }
        });
    }

    /** 0 where there is no largest, since all are NaN. */
    private static int firstLargest(float[] values, int count) {
        int at = 0;
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            if (values[i] > largest) {
                largest = values[i];
                at = i;
            }
        }
        return at;
    }

    void logProbabilities(CpuTensor out, CpuTensor logits, CpuTensor ids) {
        FloatBuffer from = logits.floats();
        FloatBuffer to = out.floats();
        kernels.logProbabilities(to, logits, CpuRows.indices("logProbabilities", ids, logits.columns));
        // The library makes minus infinity, or something else that can be taken for a probability, of a row with a NaN.
        team.split(logits.rows, Team.leastRows(logits.columns), (worker, first, end) -> {
            float[] values = worker.floats("logits", logits.columns);
            for (int row = first; row < end; row++) {
                from.get(row * logits.stride, values, 0, logits.columns);
                if (hasNoNumber(values, logits.columns)) {
                    to.put(row, Float.NaN);
                }
            }
        });
    }

    /** Minus infinity is no fault: so is a token that was ruled out. */
    private static boolean hasNoNumber(float[] values, int count) {
        boolean found = false;
        for (int i = 0; i < count; i++) {
            found |= !(values[i] < Float.POSITIVE_INFINITY);
        }
        return found;
    }

    void penalizeRepeats(CpuTensor logits, int row, CpuTensor ids, float penalty) {
        FloatBuffer values = logits.rowRange(row, 1).floats();
        int[] distinct = Arrays.stream(CpuRows.indices("penalizeRepeats", ids, logits.columns))
                .distinct()
                .toArray();
        for (int id : distinct) {
            float logit = values.get(id);
            values.put(id, logit > 0 ? logit / penalty : logit * penalty);
        }
    }

    void maskTokens(CpuTensor logits, int row, CpuTensor allowed) {
        FloatBuffer values = logits.rowRange(row, 1).floats();
        int[] bits = allowed.toInts();
        for (int word = 0; word < bits.length; word++) {
            int first = word * Integer.SIZE;
            int count = Math.min(Integer.SIZE, logits.columns - first);
            if (bits[word] == 0) {
                values.put(first, RULED_OUT, 0, count);
                continue;
            }
            // From one bit that is not set to the next: to ask each bit costs much more where they are mixed.
            for (int out = ~bits[word] & -1 >>> Integer.SIZE - count; out != 0; out &= out - 1) {
                values.put(first + Integer.numberOfTrailingZeros(out), Float.NEGATIVE_INFINITY);
            }
        }
    }
}
