package io.pagestream.imaging.decode.jpeg2000;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A decoded JPEG 2000 image in 8 bits, whatever it was stored in: palettes looked up, opacity dropped, YCC converted.
 *
 * @param width pixels
 * @param height pixels
 * @param bands 1 grey, 3 RGB, 4 CMYK
 * @param samples [height, width, bands]
 */
public record Jpeg2000Image(int width, int height, int bands, byte[] samples) {

    /**
     * Decodes a JP2 file or a bare codestream; an image that ends early is decoded as far as it goes.
     *
     * @throws IOException when it is damaged, uses something that is not read here, or the thread was interrupted
     */
    public static Jpeg2000Image decode(byte[] bytes) throws IOException {
        Boxes boxes = Boxes.of(bytes);
        Codestream stream = Codestream.read(codestream(bytes, boxes));
        ImageSize size = stream.size;
        short[][] planes = new short[size.components()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = new short[Math.multiplyExact(size.width(c), size.height(c))];
        }
        for (Map.Entry<Integer, Codestream.Tile> entry : stream.tiles.entrySet()) {
            Codestream.Tile tile = entry.getValue();
            new TileDecoder(size, entry.getKey(), tile.header).decode(tile.packets.toByteArray(), planes);
        }
        return assemble(boxes, size, planes);
    }

    static ByteBuffer codestream(byte[] bytes, Boxes boxes) {
        return ByteBuffer.wrap(bytes, boxes.codestreamAt, boxes.codestreamEnd - boxes.codestreamAt)
                .slice();
    }

    /** Whoever gives up a decoder interrupts its thread. */
    static void requireWanted() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("decoding was given up");
        }
    }

    static int toByte(int value, int bits) {
        return bits >= 8 ? value >> (bits - 8) : value * 255 / ((1 << bits) - 1);
    }

    private static Jpeg2000Image assemble(Boxes boxes, ImageSize size, short[][] planes) throws IOException {
        List<Channel> channels = new ArrayList<>();
        boolean mapped = boxes.palette.length > 0 && boxes.channelComponent.length > 0;
        int count = mapped ? boxes.channelComponent.length : planes.length;
        for (int i = 0; i < count && channels.size() < 4; i++) {
            if (!boxes.isOpacity(i)) {
                int component = mapped ? boxes.channelComponent[i] : i;
                if (component >= planes.length) {
                    throw new IOException("a channel of component " + component + " of " + planes.length);
                }
                channels.add(new Channel(component, mapped ? boxes.channelColumn[i] : -1));
            }
        }
        if (channels.isEmpty()) {
            throw new IOException("an image of nothing but opacity");
        }
        int bands = channels.size() == 2 ? 1 : channels.size();
        int width = size.x1() - size.x0();
        int height = size.y1() - size.y0();
        byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(width, height), bands)];
        for (int band = 0; band < bands; band++) {
            channels.get(band).copy(size, planes, boxes.palette, samples, band, bands);
        }
        if (bands == 3 && boxes.colorSpace == Boxes.SYCC) {
            fromYcc(samples);
        }
        return new Jpeg2000Image(width, height, bands, samples);
    }

    /** A colour of the image: a component, or a column of the palette that a component points into. */
    private record Channel(int component, int column) {

        /** A component may have fewer samples than the image has pixels; the nearest one is repeated. */
        void copy(ImageSize size, short[][] planes, int[][] palette, byte[] samples, int band, int bands)
                throws IOException {
            int planeWidth = size.width(component);
            int planeHeight = size.height(component);
            int bits = Math.min(16, size.precision()[component]);
            int[] values = values(bits, palette);
            short[] plane = planes[component];
            int width = size.x1() - size.x0();
            for (int y = 0, at = band; y < size.y1() - size.y0(); y++) {
                int row = Math.min(y / size.stepY()[component], planeHeight - 1) * planeWidth;
                for (int x = 0; x < width; x++, at += bands) {
                    int value = plane[row + Math.min(x / size.stepX()[component], planeWidth - 1)] & 0xffff;
                    samples[at] = (byte) values[value];
                }
            }
        }

        private int[] values(int bits, int[][] palette) throws IOException {
            int[] values = new int[1 << bits];
            for (int i = 0; i < values.length; i++) {
                if (column < 0) {
                    values[i] = toByte(i, bits);
                } else {
                    int[] entry = palette[Math.min(i, palette.length - 1)];
                    if (column >= entry.length) {
                        throw new IOException("column " + column + " of a palette with " + entry.length);
                    }
                    values[i] = entry[column];
                }
            }
            return values;
        }
    }

    private static void fromYcc(byte[] samples) {
        for (int i = 0; i < samples.length; i += 3) {
            int luma = samples[i] & 0xff;
            int blueness = (samples[i + 1] & 0xff) - 128;
            int redness = (samples[i + 2] & 0xff) - 128;
            samples[i] = clip(luma + 1.402 * redness);
            samples[i + 1] = clip(luma - 0.344136 * blueness - 0.714136 * redness);
            samples[i + 2] = clip(luma + 1.772 * blueness);
        }
    }

    private static byte clip(double value) {
        return (byte) Math.max(0, Math.min(255, Math.rint(value)));
    }
}
