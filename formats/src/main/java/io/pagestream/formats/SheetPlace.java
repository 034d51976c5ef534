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
        double width = page.getWidth();
        double height = page.getHeight();
        // Read from below: undo the skew, take parts of the page, undo its turn and the sheet's, lay it on the box.
        AffineTransform all =
                new AffineTransform(box.getWidth(), 0, 0, -box.getHeight(), box.getLowerLeftX(), box.getUpperRightY());
        all.concatenate(unturned(rotation));
        all.concatenate(unturned(page.getTurned()));
        all.scale(1 / width, 1 / height);
        all.rotate(Math.toRadians(-page.getSkew()), width / 2, height / 2);
        this.toSheet = all;
    }

    Point2D at(double x, double y) {
        return toSheet.transform(new Point2D.Double(x, y), null);
    }

    /** Undoes a turn clockwise of the unit square whose y grows downwards. */
    private static AffineTransform unturned(int degrees) {
        return switch (Math.floorMod(degrees, 360)) {
            case 90 -> new AffineTransform(0, -1, 1, 0, 0, 1);
            case 180 -> new AffineTransform(-1, 0, 0, -1, 1, 1);
            case 270 -> new AffineTransform(0, 1, -1, 0, 1, 0);
            default -> new AffineTransform();
        };
    }
}
