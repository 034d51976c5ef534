package io.pagestream.imaging.video;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.resample.Filter;
import io.pagestream.imaging.resample.PillowResampler;
import java.util.Arrays;
import java.util.List;

/**
 * Several frames on one white sheet, as InternLM-XComposer-2.5 shows a video to its model: above each frame its label
 * {@code <IMAGE k>}, between two frames a black line. Frames wider than high stand below each other, others side by side.
 *
 * <p>Source of the algorithm: {@code frame2img} of the InternLM-XComposer repository ({@code ixc_utils.py}). It writes the
 * labels in a font that may not be passed on (SimHei, 40 pixels); here they are drawn from dots, so that they look the same
 * on every machine. Nothing else differs.
 */
public final class FrameMontage {

    private static final int LABEL = 40;
    private static final int GAP = 10;
    private static final int LINE = 2;
    private static final int MOST = 64;

    private FrameMontage() {}

    /**
     * Draws {@code frames} in their order.
     *
     * @param frames 1 to 64; whether the last one is wider than high decides for all
     * @param longSide to which the longer side of each frame is resized; twice the side of a tile, 1120 for the published
     *     model
     * @throws IllegalArgumentException if the frames are too many, or one of them would shrink to nothing, or the sheet does
     *     not fit an array
     */
    public static RgbImage of(List<RgbImage> frames, int longSide) {
        if (frames.isEmpty() || frames.size() > MOST) {
            throw new IllegalArgumentException("a montage takes 1 to " + MOST + " frames, got " + frames.size());
        }
        if (longSide < 1 || longSide > 4096) {
            throw new IllegalArgumentException("longSide must be 1 to 4096 pixels, got " + longSide);
        }
        RgbImage last = frames.get(frames.size() - 1);
        List<RgbImage> resized =
                frames.stream().map(frame -> resize(frame, longSide)).toList();
        return last.width() > last.height() ? below(resized) : beside(resized);
    }

    private static RgbImage resize(RgbImage frame, int longSide) {
        double ratio = (double) frame.width() / frame.height();
        int width = frame.width() > frame.height() ? longSide : (int) (longSide * ratio);
        int height = frame.width() > frame.height() ? (int) (longSide / ratio) : longSide;
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a frame of " + frame.width() + " x " + frame.height()
                    + " pixels shrinks to " + width + " x " + height + ": it is too long for its width");
        }
        return PillowResampler.resize(frame, width, height, Filter.BILINEAR);
    }

    private static RgbImage below(List<RgbImage> frames) {
        Sheet sheet = new Sheet(
                frames.stream().mapToInt(RgbImage::width).max().orElseThrow(),
                frames.stream().mapToInt(frame -> LABEL + frame.height() + GAP).sum());
        int top = 0;
        for (int k = 0; k < frames.size(); k++) {
            RgbImage frame = frames.get(k);
            sheet.paste(frame, 0, top + LABEL);
            sheet.label(k, 0, top);
            if (k + 1 < frames.size()) {
                sheet.blacken(0, top + LABEL + frame.height() + GAP / 2, sheet.width, LINE);
            }
            top += LABEL + frame.height() + GAP;
        }
        return sheet.image();
    }

    private static RgbImage beside(List<RgbImage> frames) {
        Sheet sheet = new Sheet(
                frames.stream().mapToInt(frame -> frame.width() + GAP).sum(),
                LABEL + frames.stream().mapToInt(RgbImage::height).max().orElseThrow());
        int left = 0;
        for (int k = 0; k < frames.size(); k++) {
            RgbImage frame = frames.get(k);
            sheet.paste(frame, left, LABEL);
            sheet.label(k, left, 0);
            if (k + 1 < frames.size()) {
                sheet.blacken(left + frame.width() + GAP / 2, 0, LINE, sheet.height);
            }
            left += frame.width() + GAP;
        }
        return sheet.image();
    }

    private static final class Sheet {

        final int width;
        final int height;
        private final byte[] pixels;

        Sheet(int width, int height) {
            this.width = width;
            this.height = height;
            if ((long) width * height * 3 > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(
                        "a montage of " + width + " x " + height + " pixels is too large: take fewer frames");
            }
            pixels = new byte[width * height * 3];
            Arrays.fill(pixels, (byte) 0xff);
        }

        void paste(RgbImage frame, int left, int top) {
            for (int y = 0; y < frame.height(); y++) {
                int rowBytes = frame.width() * 3;
                System.arraycopy(frame.pixels(), y * rowBytes, pixels, ((top + y) * width + left) * 3, rowBytes);
            }
        }

        void label(int number, int left, int top) {
            DotLetters.draw("<IMAGE " + number + ">", (x, y, side) -> blacken(left + x, top + y, side, side));
        }

        /** What lies outside the sheet is left out. */
        void blacken(int left, int top, int across, int down) {
            int right = Math.min(left + across, width);
            for (int y = top; y < Math.min(top + down, height); y++) {
                if (left < right) {
                    Arrays.fill(pixels, (y * width + left) * 3, (y * width + right) * 3, (byte) 0);
                }
            }
        }

        RgbImage image() {
            return new RgbImage(width, height, pixels);
        }
    }
}
