package io.pagestream.compute.cpu;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** What is asked of logits, row by row. */
final class CpuAnswers {

    private final Team team;

    CpuAnswers(Team team) {
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

    private static int firstLargest(float[] values, int count) {
        float largest = largest(values, count);
        for (int i = 0; i < count; i++) {
            if (values[i] == largest) {
                return i;
            }
        }
        return 0; // only NaN: there is no largest
    }

    private static float largest(float[] values, int count) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, values[i]);
        }
        return largest;
    }

    void logProbabilities(CpuTensor out, CpuTensor logits, CpuTensor ids) {
        int[] columns = CpuRows.indices("logProbabilities", ids, logits.columns);
        FloatBuffer from = logits.floats();
        FloatBuffer to = out.floats();
        team.split(logits.rows, Team.leastRows(logits.columns), (worker, first, end) -> {
            float[] values = worker.floats("logits", logits.columns);
            for (int row = first; row < end; row++) {
                from.get(row * logits.stride, values, 0, logits.columns);
                float largest = largest(values, logits.columns);
                double sum = 0;
                for (int i = 0; i < logits.columns; i++) {
                    sum += Math.exp(values[i] - largest);
                }
                to.put(row, (float) (values[columns[row]] - largest - Math.log(sum)));
            }
        });
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
        for (int id = 0; id < logits.columns; id++) {
            if ((bits[id >> 5] >>> (id & 31) & 1) == 0) {
                values.put(id, Float.NEGATIVE_INFINITY);
            }
        }
    }
}
