package io.pagestream.imaging.decode;

import java.io.Serializable;

/**
 * How a page becomes pixels where the document leaves a choice.
 *
 * @param dpi resolution at which a page of vector content is rendered
 * @param maxSide pixels of the longer side: a page that would be larger at {@code dpi} is rendered at fewer
 * @param orientation whether the EXIF orientation of a photograph is applied
 */
public record RenderRule(int dpi, int maxSide, Orientation orientation) implements Serializable {

    /** What to do with the EXIF orientation. */
    public enum Orientation {
        /** Turn the image upright, as every viewer does: the pipeline's default. */
        UPRIGHT,
        /** Leave the pixels as stored, as the reference code of the models does: for parity tests. */
        AS_STORED
    }

    public static final RenderRule DEFAULT = new RenderRule(200, 6000, Orientation.UPRIGHT);

    public RenderRule {
        if (dpi < 36 || dpi > 1200) {
            throw new IllegalArgumentException("dpi must be 36 to 1200, got " + dpi);
        }
        if (maxSide < 64 || maxSide > 20_000) {
            throw new IllegalArgumentException("maxSide must be 64 to 20000 pixels, got " + maxSide);
        }
    }
}
