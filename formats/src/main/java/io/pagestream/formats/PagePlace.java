package io.pagestream.formats;

import io.pagestream.schemas.Box;
import io.pagestream.schemas.PageText;
import java.awt.geom.AffineTransform;
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
        if (turned != 0 && turned != 90 && turned != 180 && turned != 270) {
            throw new IllegalArgumentException("turned must be 0, 90, 180 or 270 degrees, got " + turned);
        }
        if (!(Math.abs(skew) < 45)) {
            throw new IllegalArgumentException("skew must be less than 45 degrees, got " + skew);
        }
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

    /** Pixels; of a page that was made level within one pixel, else exact. */
    public int storedWidth() {
        return (int) Math.round(isOnSide() ? levelHeight() : levelWidth());
    }

    /** Pixels; of a page that was made level within one pixel, else exact. */
    public int storedHeight() {
        return (int) Math.round(isOnSide() ? levelWidth() : levelHeight());
    }

    private boolean isOnSide() {
        return turned % 180 != 0;
    }

    /** Before it grew: the growth solved for the size that it began with. */
    private double levelWidth() {
        return (width * cosine() - height * sine()) / Math.cos(2 * Math.toRadians(skew));
    }

    private double levelHeight() {
        return (height * cosine() - width * sine()) / Math.cos(2 * Math.toRadians(skew));
    }

    private double cosine() {
        return Math.cos(Math.toRadians(skew));
    }

    private double sine() {
        return Math.abs(Math.sin(Math.toRadians(skew)));
    }

    /** From pixels of the stored page to pixels of the upright one. */
    public AffineTransform fromStored() {
        AffineTransform place = AffineTransform.getTranslateInstance(width / 2.0, height / 2.0);
        place.rotate(Math.toRadians(skew));
        place.quadrantRotate(turned / 90);
        place.translate(-storedWidth() / 2.0, -storedHeight() / 2.0);
        return place;
    }

    /** From pixels of the upright page to pixels of the stored one. */
    public AffineTransform toStored() {
        AffineTransform place = AffineTransform.getTranslateInstance(storedWidth() / 2.0, storedHeight() / 2.0);
        place.quadrantRotate(-turned / 90);
        place.rotate(-Math.toRadians(skew));
        place.translate(-width / 2.0, -height / 2.0);
        return place;
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
