package io.pagestream.formats;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.schemas.PageText;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.util.Arrays;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceCMYK;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/**
 * Pages of a PDF, each filled by one picture. A JPEG that is shown as it is stored goes in unchanged; everything else by
 * its pixels, without loss: black and white as fax (CCITT group 4), grey and colour deflated.
 */
final class PicturePages {

    private static final double POINTS_PER_INCH = 72;

    /** What PDF/A-2 lets a side of a page measure, in points. */
    private static final double SHORTEST = 3;

    private static final double LONGEST = 14_400;

    private static final PDRectangle NO_PICTURE = PDRectangle.A4;

    private final PDDocument document;
    private final byte[] bytes;
    private final PageCursor cursor;

    PicturePages(PDDocument document, byte[] bytes, PageCursor cursor) {
        this.document = document;
        this.bytes = bytes;
        this.cursor = cursor;
    }

    /**
     * Adds page {@code index}. One that cannot be decoded is empty: a document with holes still has its pages in order.
     *
     * @param page says how large it is; may be null
     */
    PDPage add(int index, PageText page) throws IOException {
        RgbImage pixels;
        try {
            pixels = cursor.page(index);
        } catch (DecodeException e) {
            PDPage empty = new PDPage(NO_PICTURE);
            document.addPage(empty);
            return empty;
        }
        PDRectangle box = box(pixels, page);
        PDPage sheet = new PDPage(box);
        document.addPage(sheet);
        PDImageXObject picture = picture(pixels);
        try (PDPageContentStream content = new PDPageContentStream(document, sheet)) {
            content.drawImage(picture, 0, 0, box.getWidth(), box.getHeight());
        }
        return sheet;
    }

    private static PDRectangle box(RgbImage pixels, PageText page) {
        boolean known = page != null && page.getPointsWidth() > 0 && page.getPointsHeight() > 0;
        double scale = POINTS_PER_INCH / RenderRule.DEFAULT.dpi();
        double width = known ? page.getPointsWidth() : pixels.width() * scale;
        double height = known ? page.getPointsHeight() : pixels.height() * scale;
        double fit = Math.min(1, LONGEST / Math.max(width, height));
        return new PDRectangle((float) Math.max(SHORTEST, width * fit), (float) Math.max(SHORTEST, height * fit));
    }

    private PDImageXObject picture(RgbImage pixels) throws IOException {
        if (cursor.mediaType().equals("image/jpeg") && isShownAsStored(pixels)) {
            PDImageXObject jpeg = JPEGFactory.createFromByteArray(document, bytes);
            boolean same = jpeg.getWidth() == pixels.width() && jpeg.getHeight() == pixels.height();
            // The archive's output intent is sRGB; it has no meaning for CMYK.
            if (same && !(jpeg.getColorSpace() instanceof PDDeviceCMYK)) {
                return jpeg;
            }
        }
        BufferedImage image = image(pixels);
        boolean twoColours = image.getType() == BufferedImage.TYPE_BYTE_BINARY;
        return twoColours
                ? CCITTFactory.createFromImage(document, image)
                : LosslessFactory.createFromImage(document, image);
    }

    /** A photograph may carry a mark that it is to be turned, which PDF does not obey. */
    private boolean isShownAsStored(RgbImage shown) throws IOException {
        RenderRule asStored = new RenderRule(
                RenderRule.DEFAULT.dpi(), RenderRule.DEFAULT.maxSide(), RenderRule.Orientation.AS_STORED);
        try (PageCursor stored = DocumentDecoder.open(bytes, asStored, DecodeLimits.DEFAULT)) {
            return Arrays.equals(stored.page(0).pixels(), shown.pixels());
        }
    }

    /** In the smallest type that loses nothing. */
    private static BufferedImage image(RgbImage pixels) {
        byte[] rgb = pixels.pixels();
        boolean grey = true;
        boolean twoColours = true;
        for (int i = 0; i < rgb.length && grey; i += 3) {
            grey = rgb[i] == rgb[i + 1] && rgb[i] == rgb[i + 2];
            twoColours &= rgb[i] == 0 || rgb[i] == -1;
        }
        if (!grey) {
            return colour(pixels);
        }
        return twoColours ? blackAndWhite(pixels) : grey(pixels);
    }

    private static BufferedImage colour(RgbImage pixels) {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] to = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] from = pixels.pixels();
        for (int i = 0; i < from.length; i += 3) {
            to[i] = from[i + 2];
            to[i + 1] = from[i + 1];
            to[i + 2] = from[i];
        }
        return image;
    }

    private static BufferedImage grey(RgbImage pixels) {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] to = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < to.length; i++) {
            to[i] = pixels.pixels()[3 * i];
        }
        return image;
    }

    private static BufferedImage blackAndWhite(RgbImage pixels) {
        int width = pixels.width();
        BufferedImage image = new BufferedImage(width, pixels.height(), BufferedImage.TYPE_BYTE_BINARY);
        byte[] to = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int rowBytes = (width + 7) / 8;
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < width; x++) {
                if (pixels.pixels()[3 * (y * width + x)] != 0) {
                    to[y * rowBytes + x / 8] |= (byte) (0x80 >> x % 8);
                }
            }
        }
        return image;
    }
}
