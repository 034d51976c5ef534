package io.pagestream.imaging.decode;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.pixels.Turn;
import java.io.IOException;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/**
 * A page on which nothing is to be seen but one image that covers it: then the image is the page, in the resolution in which
 * it was scanned.
 *
 * @param picture the image
 * @param turn how it lies on the page as a viewer shows it
 */
record ScannedPage(PDImageXObject picture, Turn turn) {

    static Optional<ScannedPage> find(PDPage page, Deadline deadline) throws IOException {
        return new ScanFinder(page, deadline).find();
    }

    RgbImage image() throws IOException {
        return turn.apply(RgbPixels.of(picture.getImage()));
    }
}
