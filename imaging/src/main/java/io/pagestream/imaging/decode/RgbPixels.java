package io.pagestream.imaging.decode;

import io.pagestream.imaging.pixels.RgbImage;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * From what ImageIO decoded to 8-bit RGB by the rules of Pillow's {@code convert("RGB")}.
 *
 * <p>Stored samples are taken as they are: no colour profile, no gamma, no composition with alpha. Only colour spaces that
 * have no such rule here (Lab and the like) go through Java's own conversion.
 */
final class RgbPixels {

    private RgbPixels() {}

    static RgbImage of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[width * height * 3];
        ColorModel colors = image.getColorModel();
        Raster raster = image.getRaster();
        if (isPlainBytes(colors, raster)) {
            fromBytes(raster, rgb);
        } else if (colors instanceof IndexColorModel palette) {
            fromPalette(raster, palette, rgb);
        } else if (colors instanceof ComponentColorModel && hasRule(colors, raster)) {
            fromSamples(raster, colors, rgb);
        } else {
            fromColorModel(image, rgb);
        }
        return new RgbImage(width, height, rgb);
    }

    /** CMYK as Pillow takes it: black is mixed in by multiplication, no profile. */
    static int mix(int color, int black) {
        int light = 255 - black;
        int product = color * light + 128;
        return Math.max(0, light - ((product >> 8) + product >> 8));
    }

    private static boolean hasRule(ColorModel colors, Raster raster) {
        int type = colors.getColorSpace().getType();
        int transfer = raster.getTransferType();
        return (transfer == DataBuffer.TYPE_BYTE || transfer == DataBuffer.TYPE_USHORT)
                && (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_CMYK)
                && Arrays.stream(raster.getSampleModel().getSampleSize()).allMatch(bits -> bits == 8 || bits == 16);
    }

    private static boolean isPlainBytes(ColorModel colors, Raster raster) {
        return colors instanceof ComponentColorModel
                && (colors.getColorSpace().getType() == ColorSpace.TYPE_RGB
                        || colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY)
                && raster.getSampleModel() instanceof PixelInterleavedSampleModel
                && raster.getDataBuffer() instanceof DataBufferByte
                && raster.getParent() == null;
    }

    private static void fromBytes(Raster raster, byte[] rgb) {
        PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
        DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
        byte[] data = buffer.getData();
        int[] offsets = model.getBandOffsets();
        boolean grey = offsets.length < 3;
        int green = offsets[grey ? 0 : 1];
        int blue = offsets[grey ? 0 : 2];
        int step = model.getPixelStride();
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            int at = buffer.getOffset() + y * model.getScanlineStride();
            for (int x = 0; x < raster.getWidth(); x++, at += step, i += 3) {
                rgb[i] = data[at + offsets[0]];
                rgb[i + 1] = data[at + green];
                rgb[i + 2] = data[at + blue];
            }
        }
    }

    private static void fromPalette(Raster raster, IndexColorModel palette, byte[] rgb) {
        int size = palette.getMapSize();
        byte[] red = new byte[size];
        byte[] green = new byte[size];
        byte[] blue = new byte[size];
        palette.getReds(red);
        palette.getGreens(green);
        palette.getBlues(blue);
        int[] row = new int[raster.getWidth() * raster.getNumBands()];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int x = 0; x < raster.getWidth(); x++, i += 3) {
                int index = Math.min(row[x], size - 1);
                rgb[i] = red[index];
                rgb[i + 1] = green[index];
                rgb[i + 2] = blue[index];
            }
        }
    }

    private static void fromSamples(Raster raster, ColorModel colors, byte[] rgb) {
        int bands = raster.getNumBands();
        int kind = colors.getColorSpace().getType();
        boolean wide = raster.getSampleModel().getSampleSize(0) == 16;
        int[] row = new int[raster.getWidth() * bands];
        for (int y = 0, i = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            if (wide) {
                narrow(row, bands);
            }
            for (int at = 0; at < row.length; at += bands, i += 3) {
                if (kind == ColorSpace.TYPE_CMYK) {
                    rgb[i] = (byte) mix(row[at], row[at + 3]);
                    rgb[i + 1] = (byte) mix(row[at + 1], row[at + 3]);
                    rgb[i + 2] = (byte) mix(row[at + 2], row[at + 3]);
                } else {
                    rgb[i] = (byte) row[at];
                    rgb[i + 1] = (byte) row[kind == ColorSpace.TYPE_GRAY ? at : at + 1];
                    rgb[i + 2] = (byte) row[kind == ColorSpace.TYPE_GRAY ? at : at + 2];
                }
            }
        }
    }

    /** Grey alone is clipped, everything else keeps its high byte: that is how Pillow's modes convert. */
    private static void narrow(int[] row, int bands) {
        for (int i = 0; i < row.length; i++) {
            row[i] = bands == 1 ? Math.min(row[i], 255) : row[i] >> 8;
        }
    }

    private static void fromColorModel(BufferedImage image, byte[] rgb) {
        int[] row = new int[image.getWidth()];
        for (int y = 0, i = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int argb : row) {
                rgb[i++] = (byte) (argb >> 16);
                rgb[i++] = (byte) (argb >> 8);
                rgb[i++] = (byte) argb;
            }
        }
    }
}
