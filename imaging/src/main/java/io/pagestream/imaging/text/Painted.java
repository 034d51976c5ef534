package io.pagestream.imaging.text;

import java.awt.geom.GeneralPath;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a page has painted so far: its glyphs, and for each small square of the page the colour on it and when it was last
 * covered.
 */
final class Painted {

    /** Points; smaller than a letter that can be read. */
    private static final double SQUARE = 3;

    private static final int MOST_SQUARES = 1000;
    private static final double TINY = 1.5;
    private static final double LEAST_DRAWN = 3;
    private static final double MOST_DRAWN = 60;

    private final Sheet sheet;
    private final int columns;
    private final int rows;
    private final double side;
    private final int[] colours;
    private final int[] covered;
    private final List<Glyph> glyphs = new ArrayList<>();
    private int order;
    private boolean afterSpace;
    private int all;
    private int unmapped;
    private int vertical;
    private int invisible;
    private int hidden;
    private int outside;
    private int drawn;
    private int annotations;
    private double pictured;

    Painted(Sheet sheet) {
        this.sheet = sheet;
        this.side = Math.max(SQUARE, Math.max(sheet.width(), sheet.height()) / MOST_SQUARES);
        this.columns = (int) Math.ceil(sheet.width() / side) + 1;
        this.rows = (int) Math.ceil(sheet.height() / side) + 1;
        this.colours = new int[columns * rows];
        this.covered = new int[columns * rows];
        Arrays.fill(colours, Ink.WHITE);
    }

    /**
     * Where a glyph stands, in points of the sheet.
     *
     * @param size of its letters
     */
    record Placed(Point2D.Double start, Point2D.Double end, double size, boolean vertical, FontFacts font) {}

    boolean isFull() {
        return all >= TextLayer.MOST_LETTERS;
    }

    /** @param unicode null when the document does not say which character it is */
    void glyph(String unicode, Placed at, Ink ink, Rectangle2D clip) {
        String text = unicode == null || unicode.isEmpty() ? Letters.UNKNOWN : Letters.written(unicode);
        if (Letters.isBlank(text)) {
            afterSpace = true;
            return;
        }
        all++;
        order++;
        double rise = at.font().ascent() * at.size();
        double fall = at.font().descent() * at.size();
        Glyph glyph = new Glyph(
                text, at.start(), at.end(), at.size(), rise, fall, at.font().bold(), order, afterSpace);
        afterSpace = false;
        double x = glyph.centreX();
        double y = glyph.centreY();
        if (!sheet.contains(x, y) || !clip.contains(x, y)) {
            outside++;
        } else if (ink.none()) {
            invisible++;
        } else if (at.size() < TINY || Ink.isSame(ink.rgb(), colours[square(x, y)])) {
            hidden++;
        } else {
            unmapped += unicode == null || unicode.isEmpty() ? 1 : 0;
            vertical += at.vertical() ? 1 : 0;
            glyphs.add(glyph);
        }
    }

    void annotation() {
        annotations++;
    }

    void image(Rectangle2D box, boolean opaque) {
        order++;
        if (box.isEmpty()) {
            return;
        }
        Rectangle2D seen = box.createIntersection(new Rectangle2D.Double(0, 0, sheet.width(), sheet.height()));
        if (!seen.isEmpty()) {
            pictured = Math.max(pictured, seen.getWidth() * seen.getHeight() / (sheet.width() * sheet.height()));
            fill(seen, Ink.UNKNOWN, opaque);
        }
    }

    /** A filled path in the page's space. Only a level rectangle is sure to cover all of its box. */
    void shape(GeneralPath path, Rectangle2D clip, Ink ink) {
        order++;
        Rectangle2D box = sheet.place(path.getBounds2D()).createIntersection(clip);
        drawn += letters(path);
        if (!box.isEmpty() && !ink.none()) {
            boolean sure = isRectangle(path);
            fill(box, sure ? ink.rgb() : Ink.UNKNOWN, sure && ink.rgb() != Ink.UNKNOWN);
        }
    }

    /** A shading or a pattern, of which nothing is known but where it is. */
    void unknown(Rectangle2D box) {
        order++;
        if (!box.isEmpty()) {
            fill(box, Ink.UNKNOWN, false);
        }
    }

    /** @param pixels of the picture that the page would become, for each of its points */
    TextLayer layer(double pixels) {
        List<Glyph> seen = new ArrayList<>();
        int odd = 0;
        int sideways = 0;
        for (Glyph glyph : glyphs) {
            if (covered[square(glyph.centreX(), glyph.centreY())] > glyph.order()) {
                hidden++;
                continue;
            }
            seen.add(glyph);
            odd += Letters.isOdd(glyph.text()) ? 1 : 0;
            sideways += glyph.direction() != 0 || glyph.isSlanted() ? 1 : 0;
        }
        Signs signs = new Signs(
                seen.size(),
                unmapped,
                odd,
                sideways - Math.min(sideways, vertical),
                vertical,
                invisible,
                hidden,
                outside,
                drawn,
                annotations,
                pictured,
                !isFull());
        return new TextLayer(
                sheet.width(),
                sheet.height(),
                side(sheet.width() * pixels),
                side(sheet.height() * pixels),
                WordMaker.words(seen),
                signs);
    }

    /** As a renderer cuts off parts of a pixel. */
    private static int side(double pixels) {
        return (int) Math.max(1, Math.floor(pixels));
    }

    private int square(double x, double y) {
        int column = Math.max(0, Math.min(columns - 1, (int) (x / side)));
        int row = Math.max(0, Math.min(rows - 1, (int) (y / side)));
        return row * columns + column;
    }

    /** All squares whose middle lies in {@code box}. */
    private void fill(Rectangle2D box, int colour, boolean covers) {
        int fromColumn = (int) Math.max(0, Math.ceil(box.getMinX() / side - 0.5));
        int toColumn = (int) Math.min(columns - 1, Math.floor(box.getMaxX() / side - 0.5));
        int toRow = (int) Math.min(rows - 1, Math.floor(box.getMaxY() / side - 0.5));
        for (int row = (int) Math.max(0, Math.ceil(box.getMinY() / side - 0.5)); row <= toRow; row++) {
            if (fromColumn <= toColumn) {
                Arrays.fill(colours, row * columns + fromColumn, row * columns + toColumn + 1, colour);
                if (covers) {
                    Arrays.fill(covered, row * columns + fromColumn, row * columns + toColumn + 1, order);
                }
            }
        }
    }

    private static boolean isRectangle(GeneralPath path) {
        double[] at = new double[6];
        int corners = 0;
        double x = 0;
        double y = 0;
        for (PathIterator steps = path.getPathIterator(null); !steps.isDone(); steps.next()) {
            int kind = steps.currentSegment(at);
            if (kind == PathIterator.SEG_CLOSE) {
                continue;
            }
            boolean level = kind == PathIterator.SEG_LINETO && (at[0] == x || at[1] == y);
            if (corners == 0 ? kind != PathIterator.SEG_MOVETO : !level) {
                return false;
            }
            corners++;
            x = at[0];
            y = at[1];
        }
        return corners == 4 || corners == 5;
    }

    /** How many closed lines with curves in them are of the size of a letter. */
    private int letters(GeneralPath path) {
        int found = 0;
        boolean curved = false;
        Rectangle2D box = null;
        double[] at = new double[6];
        for (PathIterator steps = path.getPathIterator(sheet.fromPage()); !steps.isDone(); steps.next()) {
            int kind = steps.currentSegment(at);
            if (kind == PathIterator.SEG_MOVETO) {
                found += curved && isLetter(box) ? 1 : 0;
                curved = false;
                box = new Rectangle2D.Double(at[0], at[1], 0, 0);
            } else if (kind == PathIterator.SEG_CUBICTO) {
                curved = true;
                box.add(at[4], at[5]);
            } else if (kind == PathIterator.SEG_LINETO) {
                box.add(at[0], at[1]);
            }
        }
        return found + (curved && isLetter(box) ? 1 : 0);
    }

    private static boolean isLetter(Rectangle2D box) {
        return box.getHeight() >= LEAST_DRAWN && box.getHeight() <= MOST_DRAWN && box.getWidth() <= MOST_DRAWN;
    }
}
