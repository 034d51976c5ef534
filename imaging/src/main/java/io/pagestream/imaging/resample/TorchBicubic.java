package io.pagestream.imaging.resample;

import io.pagestream.imaging.pixels.RgbImage;

/**
 * Resizes as PyTorch's {@code interpolate(mode="bicubic", align_corners=False)} does in 32-bit floats: Keys' cubic with
 * a = -0.75 over four samples in each direction, borders repeated. The filter does not grow when the image shrinks, so
 * that fine detail aliases, and the result may leave the range of the samples.
 *
 * <p>Source of the algorithm: {@code aten/src/ATen/native/cpu/UpSampleKernel.cpp}.
 */
public final class TorchBicubic {

    private static final float A = -0.75f;

    private TorchBicubic() {}

    /**
     * Returns {@code image} at {@code width} by {@code height}.
     *
     * @return [height, width, 3], in the scale of bytes, neither rounded nor clamped
     * @throws IllegalArgumentException if a size is not positive, or the result does not fit an array
     */
    public static float[] resize(RgbImage image, int width, int height) {
        byte[] pixels = image.pixels();
        return resize(i -> pixels[i] & 0xff, 3, image.width(), image.height(), width, height);
    }

    /**
     * Returns {@code samples} at {@code width} by {@code height}.
     *
     * @param samples [inHeight, inWidth, channels]
     * @return [height, width, channels]
     * @throws IllegalArgumentException if a size is not positive, or {@code samples} has another length, or the result
     *     does not fit an array
     */
    public static float[] resize(float[] samples, int channels, int inWidth, int inHeight, int width, int height) {
        if (channels < 1 || inWidth < 1 || inHeight < 1 || (long) inWidth * inHeight * channels != samples.length) {
            throw new IllegalArgumentException(inWidth + " x " + inHeight + " samples of " + channels
                    + " channels are not " + samples.length + " values");
        }
        return resize(i -> samples[i], channels, inWidth, inHeight, width, height);
    }

    private static float[] resize(Samples samples, int channels, int inWidth, int inHeight, int width, int height) {
        if (width < 1 || height < 1 || (long) width * height * channels > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("cannot resize to " + width + " x " + height + " of " + channels
                    + " channels: sizes must be positive, and the result must fit an array");
        }
        Cubic across = new Cubic(inWidth, width);
        Cubic down = new Cubic(inHeight, height);
        float[] result = new float[width * height * channels];
        int out = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    float sum = 0;
                    for (int tap = 4 * y; tap < 4 * y + 4; tap++) {
                        int row = down.index[tap] * inWidth;
                        sum += down.weight[tap] * across.sum(samples, row, channels, c, 4 * x);
                    }
                    result[out++] = sum;
                }
            }
        }
        return result;
    }

    private interface Samples {
        float at(int index);
    }

    /** Four indices and weights for each output coordinate of one direction. */
    private static final class Cubic {

        final int[] index;
        final float[] weight;

        Cubic(int in, int out) {
            index = new int[4 * out];
            weight = new float[4 * out];
            float scale = (float) in / out;
            for (int i = 0; i < out; i++) {
                // In floats, for the fraction is what is left of a large number.
                float source = scale * (i + 0.5f) - 0.5f;
                int first = (int) Math.floor(source);
                float t = source - first;
                for (int k = 0; k < 4; k++) {
                    index[4 * i + k] = Math.min(Math.max(first - 1 + k, 0), in - 1);
                }
                weight[4 * i] = far(t + 1);
                weight[4 * i + 1] = near(t);
                weight[4 * i + 2] = near(1 - t);
                weight[4 * i + 3] = far(2 - t);
            }
        }

        float sum(Samples samples, int row, int channels, int channel, int tap) {
            return samples.at((row + index[tap]) * channels + channel) * weight[tap]
                    + samples.at((row + index[tap + 1]) * channels + channel) * weight[tap + 1]
                    + samples.at((row + index[tap + 2]) * channels + channel) * weight[tap + 2]
                    + samples.at((row + index[tap + 3]) * channels + channel) * weight[tap + 3];
        }

        /** Weight at a distance of less than one sample. */
        private static float near(float x) {
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        }

        /** Weight at a distance of one to two samples. */
        private static float far(float x) {
            return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
        }
    }
}
