package io.pagestream.imaging.text;

import org.apache.pdfbox.pdmodel.graphics.blend.BlendMode;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDColorSpace;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/**
 * Colours as three bytes, near enough to tell paint from what is below it.
 *
 * @param rgb red, green and blue; {@link #UNKNOWN} where that would take a profile, a pattern or what lies below
 * @param none nothing is painted at all
 */
record Ink(int rgb, boolean none) {

    static final int WHITE = 0xFFFFFF;
    static final int UNKNOWN = -1;
    private static final int LEAST_DIFFERENCE = 12;

    static Ink ofText(PDGraphicsState state) {
        RenderingMode mode = state.getTextState().getRenderingMode();
        if (mode == RenderingMode.NEITHER) {
            return new Ink(UNKNOWN, true);
        } else if (mode.isFill() && mode.isStroke() || mode == RenderingMode.NEITHER_CLIP) {
            return new Ink(UNKNOWN, false);
        }
        return mode.isStroke()
                ? of(state, state.getStrokingColor(), state.getAlphaConstant())
                : of(state, state.getNonStrokingColor(), state.getNonStrokeAlphaConstant());
    }

    static Ink ofFill(PDGraphicsState state) {
        return of(state, state.getNonStrokingColor(), state.getNonStrokeAlphaConstant());
    }

    /** Whether what is painted now hides what is below it. */
    static boolean isOpaque(PDGraphicsState state) {
        return state.getNonStrokeAlphaConstant() >= 1
                && state.getSoftMask() == null
                && state.getBlendMode() == BlendMode.NORMAL;
    }

    static boolean isSame(int one, int other) {
        if (one == UNKNOWN || other == UNKNOWN) {
            return false;
        }
        int most = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            most = Math.max(most, Math.abs((one >> shift & 255) - (other >> shift & 255)));
        }
        return most < LEAST_DIFFERENCE;
    }

    private static Ink of(PDGraphicsState state, PDColor color, double alpha) {
        if (alpha <= 0) {
            return new Ink(UNKNOWN, true);
        }
        PDColorSpace space = color == null ? null : color.getColorSpace();
        boolean plain = space != null && isOpaque(state) && !color.isPattern();
        return new Ink(plain ? rgb(space.getName(), color.getComponents()) : UNKNOWN, false);
    }

    /** Red, green and blue as they stand, and the simplest rule for four colours. */
    private static int rgb(String space, float[] c) {
        boolean additive = space.startsWith("Device") || space.equals("ICCBased") || space.startsWith("Cal");
        if (!additive || space.equals("DeviceN")) {
            return UNKNOWN;
        }
        return switch (c.length) {
            case 1 -> packed(c[0], c[0], c[0]);
            case 3 -> packed(c[0], c[1], c[2]);
            case 4 -> packed((1 - c[0]) * (1 - c[3]), (1 - c[1]) * (1 - c[3]), (1 - c[2]) * (1 - c[3]));
            default -> UNKNOWN;
        };
    }

    private static int packed(float red, float green, float blue) {
        return level(red) << 16 | level(green) << 8 | level(blue);
    }

    private static int level(float share) {
        return Math.max(0, Math.min(255, Math.round(share * 255)));
    }
}
