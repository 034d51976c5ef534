package io.pagestream.imaging.video;

import io.pagestream.imaging.pixels.RgbImage;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.VUIParameters;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Rect;

/**
 * From YUV 4:2:0 to RGB as FFmpeg's scaler does by default: each chroma sample stands for two by two pixels; the matrix is
 * that of BT.709 when the stream names it, otherwise that of BT.601.
 */
final class YuvToRgb {

    private static final int BT_709 = 1;

    private final double luma;
    private final int black;
    private final double redOfV;
    private final double greenOfU;
    private final double greenOfV;
    private final double blueOfU;

    YuvToRgb(SeqParameterSet sequence) {
        VUIParameters told = sequence.vuiParams;
        boolean fullRange = told != null && told.videoSignalTypePresentFlag && told.videoFullRangeFlag;
        boolean bt709 = told != null && told.colourDescriptionPresentFlag && told.matrixCoefficients == BT_709;
        double red = bt709 ? 0.2126 : 0.299; // shares of red and blue in luma
        double blue = bt709 ? 0.0722 : 0.114;
        double chroma = fullRange ? 1 : 255.0 / 224;
        luma = fullRange ? 1 : 255.0 / 219;
        black = fullRange ? 0 : 16;
        redOfV = chroma * 2 * (1 - red);
        blueOfU = chroma * 2 * (1 - blue);
        greenOfU = -blueOfU * blue / (1 - red - blue);
        greenOfV = -redOfV * red / (1 - red - blue);
    }

    RgbImage convert(Picture picture) {
        Rect crop = picture.getCrop();
        int left = crop == null ? 0 : crop.getX();
        int top = crop == null ? 0 : crop.getY();
        int width = crop == null ? picture.getWidth() : crop.getWidth();
        int height = crop == null ? picture.getHeight() : crop.getHeight();
        byte[] y = picture.getPlaneData(0);
        byte[] u = picture.getPlaneData(1);
        byte[] v = picture.getPlaneData(2);
        byte[] rgb = new byte[width * height * 3];
        int out = 0;
        for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
                // The library keeps samples as signed bytes, 128 less than they are.
                double light = luma * (y[row * picture.getWidth() + column] + 128 - black);
                int at = (row / 2) * (picture.getWidth() / 2) + column / 2;
                rgb[out++] = clipped(light + redOfV * v[at]);
                rgb[out++] = clipped(light + greenOfU * u[at] + greenOfV * v[at]);
                rgb[out++] = clipped(light + blueOfU * u[at]);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static byte clipped(double value) {
        return (byte) Math.max(0, Math.min(255, (int) (value + 0.5)));
    }
}
