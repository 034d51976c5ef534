package io.pagestream.operators.page;

/**
 * How a page was set upright: what its {@code PageText} says of it, and what {@code formats.PagePlace} maps boxes back by.
 *
 * @param width of the upright page, pixels
 * @param height of the upright page, pixels
 * @param turned degrees clockwise: 0, 90, 180 or 270
 * @param skew degrees clockwise, after that
 * @param pointsWidth of the page as it is stored, PDF points; 0 when it is not known
 * @param pointsHeight of the page as it is stored; 0 when it is not known
 */
public record PagePose(int width, int height, int turned, double skew, double pointsWidth, double pointsHeight) {}
