package io.pagestream.imaging.upright;

import io.pagestream.imaging.ink.Letters;
import io.pagestream.imaging.ink.Mark;
import io.pagestream.imaging.ink.MarkRow;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * How a page has to be turned to stand upright. On doubt not at all: a wrong turn costs the text, a missing one costs less.
 * And where everything on it lies when it was turned: its middle stays the middle, and it grows so that its corners stay on it.
 *
 * <p>Turned by quarters only where letters say which side is up. Scripts that do not (Chinese, Japanese, Korean, Arabic,
 * Hebrew; also vertical lines, which are upright as they are) are only made level.
 *
 * @param turned degrees clockwise: 0, 90, 180 or 270
 * @param skew degrees clockwise, after that, that make the lines level; less than 45 either way
 */
public record Pose(int turned, double skew) {

    private static final Pose AS_IT_IS = new Pose(0, 0);
    private static final int LEAST_MARKS = 40;
    private static final double SHARP = 3;
    private static final double SHARPER = 1.5;
    private static final double LEVEL = 0.3; // degrees; less is not worth the loss of sharpness
    private static final double STEEPEST = Skew.WIDEST - 1; // beyond, the sharpest slope may lie outside

    public Pose {
        if (turned != 0 && turned != 90 && turned != 180 && turned != 270) {
            throw new IllegalArgumentException("turned must be 0, 90, 180 or 270 degrees, got " + turned);
        }
        if (!(Math.abs(skew) < 45)) {
            throw new IllegalArgumentException("skew must be less than 45 degrees, got " + skew);
        }
    }

    /** Whether width and height are exchanged. */
    public boolean isOnSide() {
        return turned % 180 != 0;
    }

    /** How wide a page of {@code width} by {@code height} is when it is upright. */
    public double uprightWidth(double width, double height) {
        return isOnSide() ? grown(height, width) : grown(width, height);
    }

    /** How high a page of {@code width} by {@code height} is when it is upright. */
    public double uprightHeight(double width, double height) {
        return isOnSide() ? grown(width, height) : grown(height, width);
    }

    private double grown(double side, double other) {
        double angle = Math.toRadians(Math.abs(skew));
        return side * Math.cos(angle) + other * Math.sin(angle);
    }

    /**
     * From a place on the page as it came to that on the upright one; y downwards on both.
     *
     * @param width of the page as it came
     * @param height of the page as it came
     * @param uprightWidth {@link #uprightWidth}, rounded as the upright page is
     * @param uprightHeight {@link #uprightHeight}, rounded as the upright page is
     */
    public AffineTransform place(double width, double height, double uprightWidth, double uprightHeight) {
        AffineTransform place = AffineTransform.getTranslateInstance(uprightWidth / 2, uprightHeight / 2);
        place.rotate(Math.toRadians(skew));
        place.quadrantRotate(turned / 90);
        place.translate(-width / 2, -height / 2);
        return place;
    }

    boolean isAsItIs() {
        return equals(AS_IT_IS);
    }

    static Pose of(Letters page) {
        if (page.marks().size() < LEAST_MARKS) {
            return AS_IT_IS;
        }
        Skew rows = Skew.ofRows(page);
        Skew columns = Skew.ofColumns(page);
        Rise upright = Rise.of(MarkRow.of(levelled(page.marks(), rows.degrees())));
        if (columns.sharpness() >= SHARPER * rows.sharpness() && isSharp(columns)) {
            Rise onSide = Rise.of(MarkRow.of(levelled(clockwise(page), columns.degrees())));
            boolean clear = onSide.isClear() && Math.abs(onSide.evidence()) > Math.abs(upright.evidence());
            return clear ? new Pose(onSide.evidence() > 0 ? 90 : 270, levelling(columns)) : AS_IT_IS;
        }
        if (!isSharp(rows) || rows.sharpness() < columns.sharpness()) {
            return AS_IT_IS;
        }
        return new Pose(upright.isOnHead() ? 180 : 0, levelling(rows));
    }

    private static boolean isSharp(Skew skew) {
        return skew.sharpness() >= SHARP && Math.abs(skew.degrees()) <= STEEPEST;
    }

    private static double levelling(Skew skew) {
        return Math.abs(skew.degrees()) < LEVEL ? 0 : -skew.degrees();
    }

    private static List<Mark> clockwise(Letters page) {
        List<Mark> turned = new ArrayList<>();
        for (Mark mark : page.marks()) {
            turned.add(new Mark(page.height() - mark.bottom(), mark.left(), page.height() - mark.top(), mark.right()));
        }
        return turned;
    }

    /** Each mark moved up or down as a whole. */
    private static List<Mark> levelled(List<Mark> marks, double degrees) {
        double slope = Math.tan(Math.toRadians(degrees));
        List<Mark> level = new ArrayList<>();
        for (Mark mark : marks) {
            int down = (int) Math.round(slope * (mark.left() + mark.right()) / 2);
            level.add(new Mark(mark.left(), mark.top() - down, mark.right(), mark.bottom() - down));
        }
        return level;
    }
}
