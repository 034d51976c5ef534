package io.pagestream.formats;

import io.pagestream.imaging.upright.Pose;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.PageText;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Rectangle2D;

/**
 * Where the upright page, in whose pixels all boxes are given, lies on the page as its document has it.
 *
 * <p>The stored page is what a viewer shows: pixels or PDF points from its left top corner, y downwards. It was turned by
 * {@code turned} degrees, then by {@code skew} about its middle, and has grown so that its corners stay on it.
 *
 * @param width of the upright page, pixels
 * @param height of the upright page, pixels
 * @param turned degrees clockwise: 0, 90, 180 or 270
 * @param skew degrees clockwise, less than 45 either way
 * @param pointsWidth of the stored page; 0 when it is not known
 * @param pointsHeight of the stored page; 0 when it is not known
 */
public record PagePlace(int width, int height, int turned, double skew, double pointsWidth, double pointsHeight) {

    public PagePlace {
        new Pose(turned, skew); // checks them
    }

    public static PagePlace of(PageText page) {
        return new PagePlace(
                page.getWidth(),
                page.getHeight(),
                page.getTurned(),
                page.getSkew(),
                page.getPointsWidth(),
                page.getPointsHeight());
    }

    /** The same place with the size of the stored page in PDF points. */
    public PagePlace withPoints(double pointsWidth, double pointsHeight) {
        return new PagePlace(width, height, turned, skew, pointsWidth, pointsHeight);
    }

    /** Pixels, at least 1; of a page that was made level within one pixel, else exact. */
    public int storedWidth() {
        return before(pose().isOnSide() ? height : width, pose().isOnSide() ? width : height);
    }

    /** Pixels, at least 1; of a page that was made level within one pixel, else exact. */
    public int storedHeight() {
        return before(pose().isOnSide() ? width : height, pose().isOnSide() ? height : width);
    }

    /** A side before it grew: the growth solved for what it began with. Of sizes that no page grows to it would be negative. */
    private int before(int side, int other) {
        double angle = Math.toRadians(Math.abs(skew));
        return (int) Math.max(1, Math.round((side * Math.cos(angle) - other * Math.sin(angle)) / Math.cos(2 * angle)));
    }

    private Pose pose() {
        return new Pose(turned, skew);
    }

    /** From pixels of the stored page to pixels of the upright one. */
    public AffineTransform fromStored() {
        return pose().place(storedWidth(), storedHeight(), width, height);
    }

    /** From pixels of the upright page to pixels of the stored one. */
    public AffineTransform toStored() {
        try {
            return fromStored().createInverse();
        } catch (NoninvertibleTransformException e) {
            throw new IllegalStateException("a turn can be taken back", e);
        }
    }

    /** Whether {@link #toPoints} can tell anything. */
    public boolean hasPoints() {
        return pointsWidth > 0 && pointsHeight > 0 && width > 0 && height > 0;
    }

    /**
     * From pixels of the upright page to PDF points of the stored one.
     *
     * @throws IllegalStateException when its size in points is not known
     */
    public AffineTransform toPoints() {
        if (!hasPoints()) {
            throw new IllegalStateException("need the size of the page in points and in pixels, found " + this);
        }
        AffineTransform place =
                AffineTransform.getScaleInstance(pointsWidth / storedWidth(), pointsHeight / storedHeight());
        place.concatenate(toStored());
        return place;
    }

    /** The upright box, in the space {@code place} leads to, around what {@code box} holds. */
    public static Box around(Box box, AffineTransform place) {
        Rectangle2D bounds = place.createTransformedShape(new Rectangle2D.Double(
                        box.getLeft(), box.getTop(), box.getRight() - box.getLeft(), box.getBottom() - box.getTop()))
                .getBounds2D();
        return new Box(bounds.getMinX(), bounds.getMinY(), bounds.getMaxX(), bounds.getMaxY());
    }
}
