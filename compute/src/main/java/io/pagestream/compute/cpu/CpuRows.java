package io.pagestream.compute.cpu;

import io.pagestream.compute.DType;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/** Moves, residuals and rotations: loops over rows, each row in an array of the worker. */
final class CpuRows {

    private final Team team;

    CpuRows(Team team) {
        this.team = team;
    }

    void copy(CpuTensor out, CpuTensor in) {
        Shapes.same("copy", out, in);
        if (out.type == in.type) {
            int bytes = in.columns * in.type.bytes();
            for (int row = 0; row < in.rows; row++) {
                Address.copy(out.rowAddress(row), in.rowAddress(row), bytes);
            }
            return;
        }
        Shapes.require(
                out.type == DType.F32 || out.type == DType.BF16,
                "copy",
                "equal types, or an F32 or BF16 output",
                out,
                in);
        RowReader reader = RowReader.of(in);
        float[] values = new float[in.columns];
        for (int row = 0; row < in.rows; row++) {
            reader.read(row, values, 0);
            write(out, row, values);
        }
    }

    private static void write(CpuTensor out, int row, float[] values) {
        if (out.type == DType.F32) {
            out.floats().put(row * out.stride, values, 0, out.columns);
            return;
        }
        ShortBuffer to = out.bytes().asShortBuffer();
        for (int column = 0; column < out.columns; column++) {
            to.put(row * out.stride + column, HalfFloats.toBf16(values[column]));
        }
    }

    void gather(CpuTensor out, CpuTensor table, CpuTensor rows) {
        RowReader reader = RowReader.of(table);
        FloatBuffer to = out.floats();
        int[] indices = indices("gatherRows", rows, table.rows);
        float[] values = new float[out.columns];
        for (int row = 0; row < out.rows; row++) {
            reader.read(indices[row], values, 0);
            to.put(row * out.stride, values, 0, out.columns);
        }
    }

    void scatter(CpuTensor out, CpuTensor in, CpuTensor rows) {
        int[] indices = indices("scatterRows", rows, out.rows);
        for (int row = 0; row < in.rows; row++) {
            Address.copy(out.rowAddress(indices[row]), in.rowAddress(row), 4L * in.columns);
        }
    }

    void scatterAdd(CpuTensor out, CpuTensor in, CpuTensor rows) {
        int[] indices = indices("scatterAddRows", rows, out.rows);
        FloatBuffer from = in.floats();
        FloatBuffer to = out.floats();
        float[] sum = new float[in.columns];
        float[] more = new float[in.columns];
        for (int row = 0; row < in.rows; row++) {
            from.get(row * in.stride, more, 0, in.columns);
            to.get(indices[row] * out.stride, sum, 0, in.columns);
            add(sum, more, in.columns);
            to.put(indices[row] * out.stride, sum, 0, in.columns);
        }
    }

    static int[] indices(String operation, CpuTensor list, int below) {
        IntBuffer buffer = list.ints();
        int[] indices = new int[list.columns];
        buffer.get(0, indices);
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= below) {
                throw new IllegalArgumentException(
                        operation + ": index " + indices[i] + " at " + i + " is outside of 0 to " + (below - 1));
            }
        }
        return indices;
    }

    void addRows(CpuTensor inOut, CpuTensor table) {
        combine(inOut, inOut, table, table.rows, CpuRows::add);
    }

    void add(CpuTensor inOut, CpuTensor in) {
        combine(inOut, inOut, in, in.rows, CpuRows::add);
    }

    void addScaled(CpuTensor inOut, CpuTensor in, CpuTensor scale) {
        float[] factors = scale.toFloats();
        combine(inOut, inOut, in, in.rows, (values, more, columns) -> {
            for (int i = 0; i < columns; i++) {
                values[i] += more[i] * factors[i];
            }
        });
    }

    void rotate(CpuTensor inOut, int heads, CpuTensor cosSin) {
        int side = cosSin.columns;
        FloatBuffer angles = cosSin.floats();
        FloatBuffer values = inOut.floats();
        team.split(inOut.rows, Team.leastRows(inOut.columns), (worker, first, end) -> {
            float[] row = worker.floats("left", inOut.columns);
            float[] turn = worker.floats("right", side);
            for (int index = first; index < end; index++) {
                values.get(index * inOut.stride, row, 0, inOut.columns);
                angles.get(index * cosSin.stride, turn, 0, side);
                for (int head = 0; head < heads; head++) {
                    rotate(row, head * side, turn, side / 2);
                }
                values.put(index * inOut.stride, row, 0, inOut.columns);
            }
        });
    }

    private static void rotate(float[] row, int at, float[] turn, int half) {
        for (int i = 0; i < half; i++) {
            float a = row[at + i];
            float b = row[at + half + i];
            row[at + i] = a * turn[i] - b * turn[half + i];
            row[at + half + i] = b * turn[i] + a * turn[half + i];
        }
    }

    private static void add(float[] sum, float[] more, int columns) {
        for (int i = 0; i < columns; i++) {
            sum[i] += more[i];
        }
    }

    /** Changes the first row with the second. */
    @FunctionalInterface
    private interface RowMerge {
        void apply(float[] values, float[] more, int columns);
    }

    private void combine(CpuTensor out, CpuTensor left, CpuTensor right, int period, RowMerge merge) {
        FloatBuffer from = left.floats();
        FloatBuffer other = right.floats();
        FloatBuffer to = out.floats();
        team.split(left.rows, Team.leastRows(left.columns), (worker, first, end) -> {
            float[] values = worker.floats("left", left.columns);
            float[] more = worker.floats("right", left.columns);
            for (int row = first; row < end; row++) {
                from.get(row * left.stride, values, 0, left.columns);
                other.get(row % period * right.stride, more, 0, left.columns);
                merge.apply(values, more, left.columns);
                to.put(row * out.stride, values, 0, left.columns);
            }
        });
    }
}
