package io.pagestream.imaging.pixels;

/**
 * One of the eight ways to lay an image on a page: where its rows and its columns run.
 *
 * @param rightX,rightY where one step to the right in the stored image leads on the page; y runs down
 * @param downX,downY where one step down leads
 */
public record Turn(int rightX, int rightY, int downX, int downY) {

    public static final Turn NONE = new Turn(1, 0, 0, 1);

    /** By the number of the EXIF orientation, from 1; numbers that do not exist turn nothing. */
    public static Turn ofExif(int orientation) {
        return switch (orientation) {
            case 2 -> new Turn(-1, 0, 0, 1);
            case 3 -> new Turn(-1, 0, 0, -1);
            case 4 -> new Turn(1, 0, 0, -1);
            case 5 -> new Turn(0, 1, 1, 0);
            case 6 -> new Turn(0, 1, -1, 0);
            case 7 -> new Turn(0, -1, -1, 0);
            case 8 -> new Turn(0, -1, 1, 0);
            default -> NONE;
        };
    }

    /** This turn, and then {@code quarters} quarter turns clockwise. */
    public Turn thenClockwise(int quarters) {
        Turn turn = this;
        for (int i = 0; i < Math.floorMod(quarters, 4); i++) {
            turn = new Turn(-turn.rightY, turn.rightX, -turn.downY, turn.downX);
        }
        return turn;
    }

    public RgbImage apply(RgbImage image) {
        if (equals(NONE)) {
            return image;
        }
        int width = rightX != 0 ? image.width() : image.height();
        int height = rightX != 0 ? image.height() : image.width();
        int stepRight = 3 * (rightX + rightY * width);
        int stepDown = 3 * (downX + downY * width);
        int startX = rightX + downX > 0 ? 0 : width - 1;
        int startY = rightY + downY > 0 ? 0 : height - 1;
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        int line = 3 * (startX + startY * width);
        for (int y = 0, i = 0; y < image.height(); y++, line += stepDown) {
            for (int x = 0, at = line; x < image.width(); x++, at += stepRight, i += 3) {
                to[at] = from[i];
                to[at + 1] = from[i + 1];
                to[at + 2] = from[i + 2];
            }
        }
        return new RgbImage(width, height, to);
    }
}
