package io.pagestream.imaging.decode.jpeg2000;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From the packets of a tile to its samples: code blocks, wavelets, and the mixing of the first three components. */
final class TileDecoder {

    private final ImageSize size;
    private final TileHeader header;
    private final List<TileComponent> components = new ArrayList<>();

    TileDecoder(ImageSize size, int index, TileHeader header) throws IOException {
        this.size = size;
        this.header = header;
        for (int c = 0; c < size.components(); c++) {
            components.add(new TileComponent(size, index, c, header));
        }
    }

    /** Decodes the tile and writes it to its place in {@code planes}, one for each component. */
    void decode(byte[] packets, short[][] planes) throws IOException {
        new Packets(header, packets).read(components);
        float[][] samples = new float[components.size()][];
        for (TileComponent component : components) {
            samples[component.component] = samples(component);
        }
        if (header.mixed && samples.length >= 3) {
            unmix(samples);
        }
        for (TileComponent component : components) {
            store(component, samples[component.component], planes[component.component]);
        }
    }

    private float[] samples(TileComponent component) throws IOException {
        float[] below = {};
        CodingStyle style = component.style;
        Wavelet wavelet = new Wavelet(style.reversible(), Math.max(component.width(), component.height()));
        for (int r = 0; r <= style.levels(); r++) {
            int[] area = component.resolution(r);
            int width = area[2] - area[0];
            int height = area[3] - area[1];
            float[] here = new float[Math.multiplyExact(width, height)];
            if (r > 0) {
                spread(below, component.resolution(r - 1), here, area);
            }
            for (Precinct precinct : component.precincts) {
                if (precinct.resolution == r) {
                    for (Precinct.Blocks blocks : precinct.bands) {
                        decodeBlocks(component, blocks, here, area, r > 0);
                    }
                }
            }
            if (r > 0 && here.length > 0) {
                Jpeg2000Image.requireWanted();
                wavelet.invert(here, width, height, area[0], area[1]);
            }
            below = here;
        }
        return below;
    }

    /** The lower resolution becomes the even samples of this one. */
    private static void spread(float[] below, int[] lower, float[] here, int[] area) {
        int lowerWidth = lower[2] - lower[0];
        int width = area[2] - area[0];
        for (int y = lower[1], i = 0; y < lower[3]; y++) {
            int row = (2 * y - area[1]) * width;
            for (int x = 0; x < lowerWidth; x++, i++) {
                here[row + 2 * (lower[0] + x) - area[0]] = below[i];
            }
        }
    }

    private void decodeBlocks(
            TileComponent component, Precinct.Blocks blocks, float[] here, int[] area, boolean interleaved)
            throws IOException {
        Band band = blocks.band;
        Quantization quantization = component.quantization;
        int bitPlanes = quantization.guardBits() + quantization.exponent(band.index()) - 1;
        float step = step(component, band);
        int width = area[2] - area[0];
        for (CodeBlock block : blocks.blocks) {
            if (!block.included) {
                continue;
            }
            Jpeg2000Image.requireWanted();
            BlockDecoder decoder = new BlockDecoder(block, band, component.style);
            decoder.decode(block, bitPlanes);
            for (int y = 0; y < block.height; y++) {
                for (int x = 0; x < block.width; x++) {
                    int twice = decoder.twice(x, y);
                    if (twice != 0) {
                        int bx = block.x0 + x;
                        int by = block.y0 + y;
                        int toX = interleaved ? 2 * bx + band.horizontal() - area[0] : bx - area[0];
                        int toY = interleaved ? 2 * by + band.vertical() - area[1] : by - area[1];
                        here[toY * width + toX] = component.style.reversible() ? twice / 2 : twice * step;
                    }
                }
            }
        }
    }

    /** Half of equation E-3, because magnitudes come doubled. */
    private float step(TileComponent component, Band band) {
        Quantization quantization = component.quantization;
        int range = size.precision()[component.component] + band.horizontal() + band.vertical();
        double mantissa = 1 + quantization.mantissa(band.index()) / 2048.0;
        return (float) (0.5 * Math.scalb(mantissa, range - quantization.exponent(band.index())));
    }

    /** Annex G: three components that were mixed into brightness and two differences. */
    private void unmix(float[][] samples) throws IOException {
        float[] first = samples[0];
        float[] second = samples[1];
        float[] third = samples[2];
        if (first.length != second.length || first.length != third.length) {
            throw new IOException("components of different sizes cannot have been mixed");
        }
        boolean reversible = components.get(0).style.reversible();
        for (int i = 0; i < first.length; i++) {
            float y = first[i];
            float b = second[i];
            float r = third[i];
            if (reversible) {
                int green = (int) y - ((int) b + (int) r >> 2);
                first[i] = r + green;
                second[i] = green;
                third[i] = b + green;
            } else {
                first[i] = y + 1.402f * r;
                second[i] = y - 0.344136f * b - 0.714136f * r;
                third[i] = y + 1.772f * b;
            }
        }
    }

    private void store(TileComponent component, float[] samples, short[] plane) {
        int c = component.component;
        int precision = size.precision()[c];
        int offset = 1 << (precision - 1);
        int most = (1 << precision) - 1;
        int shift = Math.max(0, precision - 16);
        int planeWidth = size.width(c);
        int left = component.corners[0] - ImageSize.ceil(size.x0(), size.stepX()[c]);
        int top = component.corners[1] - ImageSize.ceil(size.y0(), size.stepY()[c]);
        for (int y = 0, i = 0; y < component.height(); y++) {
            int at = (top + y) * planeWidth + left;
            for (int x = 0; x < component.width(); x++, i++, at++) {
                // Samples with a sign are moved to where those without one lie.
                int value = Math.round(samples[i]) + offset;
                plane[at] = (short) (Math.max(0, Math.min(most, value)) >> shift);
            }
        }
    }
}
