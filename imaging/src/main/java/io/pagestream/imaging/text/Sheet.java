package io.pagestream.imaging.text;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * A page as a viewer shows it: cropped, turned, in true points, y downwards.
 *
 * @param width points
 * @param height points
 * @param fromPage from the page's own space
 */
record Sheet(double width, double height, AffineTransform fromPage) {

    static Sheet of(PDPage page) {
        PDRectangle crop = page.getCropBox();
        int turns = Math.floorMod(page.getRotation() / 90, 4);
        AffineTransform transform = AffineTransform.getScaleInstance(page.getUserUnit(), page.getUserUnit());
        double width = turns % 2 == 0 ? crop.getWidth() : crop.getHeight();
        double height = turns % 2 == 0 ? crop.getHeight() : crop.getWidth();
        transform.translate(width / 2, height / 2);
        transform.quadrantRotate(turns);
        transform.scale(1, -1);
        transform.translate(
                -(crop.getLowerLeftX() + crop.getUpperRightX()) / 2.0,
                -(crop.getLowerLeftY() + crop.getUpperRightY()) / 2.0);
        return new Sheet(width * page.getUserUnit(), height * page.getUserUnit(), transform);
    }

    Point2D.Double place(Point2D point) {
        Point2D.Double placed = new Point2D.Double();
        fromPage.transform(point, placed);
        return placed;
    }

    Rectangle2D place(Rectangle2D box) {
        return fromPage.createTransformedShape(box).getBounds2D();
    }

    boolean contains(double x, double y) {
        return x >= 0 && y >= 0 && x <= width && y <= height;
    }
}
