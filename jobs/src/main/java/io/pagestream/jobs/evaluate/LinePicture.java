package io.pagestream.jobs.evaluate;

import io.pagestream.jobs.command.PagePictures;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Box;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** The print of a line, cut out of its page, or the whole page where it is not known which part of it the line is. */
final class LinePicture {

    /** Pixels across. */
    private static final int WIDEST = 1000;

    /** Around a box, in its heights. */
    private static final double AROUND = 0.3;

    private LinePicture() {}

    /** An address that holds the picture, as PNG. */
    static String data(LineScore line, PagePictures pictures) throws RecordFault, IOException {
        BufferedImage page = pictures.picture(line.document().getSource(), line.page());
        BufferedImage shown = small(
                line.box() == null ? page : cut(page, line.box(), line.page().getWidth()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(shown, "png", out)) {
            throw new IOException("this Java has no writer of PNG");
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /** @param width of the page in the pixels that boxes count in */
    static BufferedImage cut(BufferedImage page, Box box, int width) {
        double scale = (double) page.getWidth() / Math.max(1, width);
        double around = AROUND * (box.getBottom() - box.getTop());
        int left = within((box.getLeft() - around) * scale, page.getWidth() - 1);
        int top = within((box.getTop() - around) * scale, page.getHeight() - 1);
        int right = within((box.getRight() + around) * scale, page.getWidth());
        int bottom = within((box.getBottom() + around) * scale, page.getHeight());
        return page.getSubimage(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    private static int within(double place, int most) {
        return (int) Math.max(0, Math.min(most, Math.round(place)));
    }

    private static BufferedImage small(BufferedImage image) {
        if (image.getWidth() <= WIDEST) {
            return image;
        }
        int height = Math.max(1, Math.round((float) image.getHeight() * WIDEST / image.getWidth()));
        BufferedImage small = new BufferedImage(WIDEST, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image, 0, 0, WIDEST, height, null);
        graphics.dispose();
        return small;
    }
}
