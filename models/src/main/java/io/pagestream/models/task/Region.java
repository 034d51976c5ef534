package io.pagestream.models.task;

import java.util.List;

/**
 * Something that a model points at, in pixels of the whole page.
 *
 * @param label its words, or empty
 * @param corners of a box: top left and bottom right; of a quadrilateral: four, as the model names them
 */
public record Region(String label, List<Point> corners) {

    /** From the left and from the top. */
    public record Point(double x, double y) {}

    public Region {
        corners = List.copyOf(corners);
    }

    public boolean isBox() {
        return corners.size() == 2;
    }
}
