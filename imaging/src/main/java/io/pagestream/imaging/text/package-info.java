/**
 * The text that a document carries beside its picture: taken from a page of a PDF, judged, and put into lines, blocks and
 * reading order.
 *
 * <p>Knows no pixels and no model. Values are immutable; a {@code TextFinder} belongs to one thread and one page. Start
 * reading at {@code TextLayer}.
 */
package io.pagestream.imaging.text;
