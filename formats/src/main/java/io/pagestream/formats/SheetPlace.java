package io.pagestream.formats;

import io.pagestream.schemas.PageText;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** From pixels of an upright page to user space of the PDF page that it was made of. */
final class SheetPlace {

    private final AffineTransform toSheet;

    /**
     * @param page of at least one pixel
     * @param box what of the sheet is seen
     * @param rotation of the sheet, degrees clockwise, when it is shown
     */
    SheetPlace(PageText page, PDRectangle box, int rotation) {
        boolean onSide = rotation % 180 != 0;
        double width = onSide ? box.getHeight() : box.getWidth();
        double height = onSide ? box.getWidth() : box.getHeight();
        toSheet = fromShown(box, rotation);
        toSheet.concatenate(PagePlace.of(page).withPoints(width, height).toPoints());
    }

    Point2D at(double x, double y) {
        return toSheet.transform(new Point2D.Double(x, y), null);
    }

    /** From the sheet as it is shown, points from its left top corner, y downwards. */
    private static AffineTransform fromShown(PDRectangle box, int rotation) {
        double left = box.getLowerLeftX();
        double right = box.getUpperRightX();
        double bottom = box.getLowerLeftY();
        double top = box.getUpperRightY();
        return switch (Math.floorMod(rotation, 360)) {
            case 90 -> new AffineTransform(0, 1, 1, 0, left, bottom);
            case 180 -> new AffineTransform(-1, 0, 0, 1, right, bottom);
            case 270 -> new AffineTransform(0, -1, -1, 0, right, top);
            default -> new AffineTransform(1, 0, 0, -1, left, top);
        };
    }
}
