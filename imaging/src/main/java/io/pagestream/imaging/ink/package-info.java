/**
 * What the ink of a page tells without reading it: whether there is any, which marks may be letters, where lines of text stand
 * and in which order they are read.
 *
 * <p>Knows pixels only. Immutable; any thread. Start reading at {@code PageInk}, and for lines at {@code InkLine}.
 */
package io.pagestream.imaging.ink;
