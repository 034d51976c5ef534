package io.pagestream.imaging.decode;

import io.pagestream.imaging.pixels.RgbImage;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A JPEG of four components, inverted as Adobe writes it, and mixed without a profile: Pillow's conversion. */
final class CmykJpeg {

    private CmykJpeg() {}

    static RgbImage read(ImageInputStream in, JpegFrame frame) throws IOException {
        ImageReader reader = ImageReaders.ofPlatform("jpeg");
        try {
            in.seek(0);
            reader.setInput(in, true, true);
            return mixed(reader.readRaster(0, null), frame.adobeTransform() == 2);
        } finally {
            reader.dispose();
        }
    }

    private static RgbImage mixed(Raster raster, boolean ycck) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] rgb = new byte[width * height * 3];
        int[] row = new int[width * 4];
        for (int y = 0, i = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int at = 0; at < row.length; at += 4, i += 3) {
                int black = 255 - row[at + 3];
                int luma = row[at];
                int blueness = row[at + 1] - 128;
                int redness = row[at + 2] - 128;
                int cyan = ycck ? clip(luma + 1.402 * redness) : 255 - row[at];
                int magenta = ycck ? clip(luma - 0.344136 * blueness - 0.714136 * redness) : 255 - row[at + 1];
                int yellow = ycck ? clip(luma + 1.772 * blueness) : 255 - row[at + 2];
                rgb[i] = (byte) RgbPixels.mix(cyan, black);
                rgb[i + 1] = (byte) RgbPixels.mix(magenta, black);
                rgb[i + 2] = (byte) RgbPixels.mix(yellow, black);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static int clip(double value) {
        return (int) Math.max(0, Math.min(255, Math.rint(value)));
    }
}
