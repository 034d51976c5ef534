package io.pagestream.imaging.upright;

import io.pagestream.imaging.ink.InkLine;
import io.pagestream.imaging.ink.Letters;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.pixels.Turn;
import java.util.List;

/**
 * A page as it stands upright, with the lines of text that its ink shows. One that stands upright already is the same object,
 * not a byte of it changed.
 *
 * @param image the upright page
 * @param turned degrees clockwise by which it was turned first: 0, 90, 180 or 270; exact
 * @param skew degrees clockwise by which it was then turned to make its lines level; resampled. The page has grown so that
 *     nothing is cut off, and its middle has stayed the middle
 * @param lines in reading order, pixels of the upright page
 */
public record UprightPage(RgbImage image, int turned, double skew, List<InkLine> lines) {

    public UprightPage {
        lines = List.copyOf(lines);
    }

    /** The page as it came. */
    static UprightPage untouched(RgbImage page) {
        return new UprightPage(page, 0, 0, InkLine.of(Letters.of(page)));
    }

    /** Turns {@code page} where its ink says clearly how it lies. */
    static UprightPage of(RgbImage page) {
        Letters letters = Letters.of(page);
        Pose pose = Pose.of(letters);
        if (pose.isAsItIs()) {
            return new UprightPage(page, 0, 0, InkLine.of(letters));
        }
        RgbImage turned = Turn.NONE.thenClockwise(pose.turned() / 90).apply(page);
        RgbImage upright = Levelling.turn(turned, pose.skew());
        return new UprightPage(upright, pose.turned(), pose.skew(), InkLine.of(Letters.of(upright)));
    }
}
