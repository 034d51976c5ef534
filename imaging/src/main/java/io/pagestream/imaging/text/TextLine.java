package io.pagestream.imaging.text;

/**
 * A line as it stands on the page.
 *
 * @param text as it is read, with a space where there is a gap
 */
public record TextLine(String text, Region box) {}
