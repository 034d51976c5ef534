package io.pagestream.compute.cpu;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The operations on tiles and on maps of patches. */
final class CpuImages {

    private static final int CHANNELS = 3;

    private final Team team;

    CpuImages(Team team) {
        this.team = team;
    }

    void patches(CpuTensor out, CpuTensor pixels, int side, int patch, float[][] normalised) {
        int grid = side / patch;
        ByteBuffer bytes = pixels.bytes();
        FloatBuffer to = out.floats();
        team.split(out.rows, 1, (worker, first, end) -> {
            float[] row = worker.floats("patch", out.columns);
            byte[] line = new byte[patch * CHANNELS];
            for (int index = first; index < end; index++) {
                int cell = index % (grid * grid);
                int start = index / (grid * grid) * pixels.stride
                        + (cell / grid * patch * side + cell % grid * patch) * CHANNELS;
                for (int y = 0; y < patch; y++) {
                    bytes.get(start + y * side * CHANNELS, line);
                    spread(line, row, y * patch, patch, normalised);
                }
                to.put(index * out.stride, row, 0, out.columns);
            }
        });
    }

    /** The same for pixels that were never rounded to bytes. */
    void patches(CpuTensor out, CpuTensor pixels, int side, int patch, float[] mean, float[] deviation) {
        int grid = side / patch;
        FloatBuffer from = pixels.floats();
        FloatBuffer to = out.floats();
        team.split(out.rows, 1, (worker, first, end) -> {
            float[] row = worker.floats("patch", out.columns);
            float[] line = worker.floats("line", patch * CHANNELS);
            for (int index = first; index < end; index++) {
                int cell = index % (grid * grid);
                int start = index / (grid * grid) * pixels.stride
                        + (cell / grid * patch * side + cell % grid * patch) * CHANNELS;
                for (int y = 0; y < patch; y++) {
                    from.get(start + y * side * CHANNELS, line, 0, patch * CHANNELS);
                    for (int i = 0; i < patch * CHANNELS; i++) {
                        int channel = i % CHANNELS;
                        row[(channel * patch + y) * patch + i / CHANNELS] =
                                (line[i] / 255f - mean[channel]) / deviation[channel];
                    }
                }
                to.put(index * out.stride, row, 0, out.columns);
            }
        });
    }

    private static void spread(byte[] line, float[] row, int at, int patch, float[][] normalised) {
        for (int x = 0; x < patch; x++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                row[channel * patch * patch + at + x] = normalised[channel][line[x * CHANNELS + channel] & 0xff];
            }
        }
    }

    /** The 256 values that a byte of each channel can become. */
    static float[][] normalisation(float[] mean, float[] deviation) {
        float[][] values = new float[CHANNELS][256];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int value = 0; value < 256; value++) {
                values[channel][value] = (value / 255f - mean[channel]) / deviation[channel];
            }
        }
        return values;
    }

    void pixelShuffle(CpuTensor out, CpuTensor in, int grid, int skip) {
        int half = grid / 2;
        int perTile = skip + grid * grid;
        long bytes = 4L * in.columns;
        for (int row = 0; row < out.rows; row++) {
            int tile = row / (half * half);
            int cell = row % (half * half);
            for (int part = 0; part < 4; part++) {
                int y = cell / half * 2 + part / 2;
                int x = cell % half * 2 + part % 2;
                Address.copy(
                        out.rowAddress(row) + part * bytes, in.rowAddress(tile * perTile + skip + y * grid + x), bytes);
            }
        }
    }
}
