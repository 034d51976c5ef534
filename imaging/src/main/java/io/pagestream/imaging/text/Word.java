package io.pagestream.imaging.text;

/**
 * Letters that stand together on a page, without a space. The box is in PDF points of the page as a viewer shows it, from
 * its left top corner, y downwards; it spans the letters' advances, and the font's ascent and descent.
 *
 * @param text in the order in which the page paints it
 * @param size of the font in points, as it is shown
 * @param bold as far as the font's name or its descriptor says so
 * @param direction degrees clockwise by which the letters are turned: 0, 90, 180 or 270, the nearest
 */
public record Word(
        String text, double left, double top, double right, double bottom, double size, boolean bold, int direction) {

    public double width() {
        return right - left;
    }

    public double height() {
        return bottom - top;
    }
}
