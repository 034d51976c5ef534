package io.pagestream.imaging.upright;

import io.pagestream.imaging.pixels.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/** Turns a page by a few degrees, bicubic, by Java 2D. */
final class Levelling {

    private Levelling() {}

    /**
     * Returns {@code page} turned clockwise about its middle; the page grows so that its corners stay on it, and what it grows
     * by has the colour of its edge.
     */
    static RgbImage turn(RgbImage page, double degrees) {
        if (degrees == 0) {
            return page;
        }
        Pose pose = new Pose(0, degrees);
        int width = (int) Math.round(pose.uprightWidth(page.width(), page.height()));
        int height = (int) Math.round(pose.uprightHeight(page.width(), page.height()));
        BufferedImage turned = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = turned.createGraphics();
        graphics.setColor(edge(page));
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(swapped(page), pose.place(page.width(), page.height(), width, height), null);
        graphics.dispose();
        return new RgbImage(width, height, bytes(turned));
    }

    /** Red and blue are exchanged on the way in and, with that, on the way out: no step here tells them apart. */
    private static BufferedImage swapped(RgbImage page) {
        BufferedImage image = new BufferedImage(page.width(), page.height(), BufferedImage.TYPE_3BYTE_BGR);
        System.arraycopy(page.pixels(), 0, bytes(image), 0, page.pixels().length);
        return image;
    }

    private static byte[] bytes(BufferedImage image) {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    /** The median of the outermost pixels, channel by channel. */
    private static Color edge(RgbImage page) {
        int[] median = new int[3];
        int right = page.width() - 1;
        int bottom = page.height() - 1;
        int[] values = new int[2 * (page.width() + page.height())];
        for (int channel = 0; channel < 3; channel++) {
            int count = 0;
            for (int x = 0; x <= right; x++) {
                values[count++] = value(page, x, 0, channel);
                values[count++] = value(page, x, bottom, channel);
            }
            for (int y = 0; y <= bottom; y++) {
                values[count++] = value(page, 0, y, channel);
                values[count++] = value(page, right, y, channel);
            }
            Arrays.sort(values);
            median[channel] = values[values.length / 2];
        }
        return new Color(median[2], median[1], median[0]);
    }

    private static int value(RgbImage page, int x, int y, int channel) {
        return page.pixels()[(y * page.width() + x) * 3 + channel] & 0xff;
    }
}
