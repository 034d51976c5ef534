package io.pagestream.imaging.text;

import java.awt.geom.Point2D;

/**
 * One painted glyph, in points of the sheet.
 *
 * @param text one character or more
 * @param start of its baseline
 * @param end of its baseline: where the next one is expected
 * @param size of the font
 * @param rise from the baseline to the ascent
 * @param fall from the baseline to the descent, below
 * @param order how many things the page had painted before it
 * @param afterSpace whether the page painted a space before it
 */
record Glyph(
        String text,
        Point2D.Double start,
        Point2D.Double end,
        double size,
        double rise,
        double fall,
        boolean bold,
        int order,
        boolean afterSpace) {

    private static final double LEVEL = 5;

    /** Degrees clockwise: the nearest of 0, 90, 180 and 270. */
    int direction() {
        return Math.floorMod(Math.round(angle() / 90), 4) * 90;
    }

    /** Whether it stands at a quarter turn, or less than a few degrees from it. */
    boolean isSlanted() {
        double beside = Math.abs(angle()) % 90;
        return Math.min(beside, 90 - beside) > LEVEL;
    }

    private double angle() {
        return isLevel() ? 0 : Math.toDegrees(Math.atan2(end.y - start.y, end.x - start.x));
    }

    double centreX() {
        double middle = (start.x + end.x) / 2;
        return isLevel() ? middle : middle + across().x * (rise - fall) / 2;
    }

    double centreY() {
        double middle = (start.y + end.y) / 2;
        return middle + (isLevel() ? -1 : across().y) * (rise - fall) / 2;
    }

    /** Most are, and need no square roots and angles. */
    private boolean isLevel() {
        return start.y == end.y && start.x <= end.x;
    }

    /** Which way its top lies: one step. */
    Point2D.Double across() {
        double length = start.distance(end);
        return length == 0
                ? new Point2D.Double(0, -1)
                : new Point2D.Double((end.y - start.y) / length, -(end.x - start.x) / length);
    }
}
