package io.pagestream.imaging.text;

import java.util.Collection;

/** A box in points of the page as a viewer shows it, y downwards. */
public record Region(double left, double top, double right, double bottom) {

    static Region of(Word word) {
        return new Region(word.left(), word.top(), word.right(), word.bottom());
    }

    /** Around all of {@code parts}, of which there is at least one. */
    static Region around(Collection<Region> parts) {
        return parts.stream().reduce(Region::with).orElseThrow();
    }

    Region with(Region other) {
        return new Region(
                Math.min(left, other.left),
                Math.min(top, other.top),
                Math.max(right, other.right),
                Math.max(bottom, other.bottom));
    }

    double width() {
        return right - left;
    }

    double height() {
        return bottom - top;
    }

    /** Whether most of the lower of the two lies beside the other. */
    boolean isBeside(Region other) {
        double common = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return common > 0.5 * Math.min(height(), other.height());
    }
}
