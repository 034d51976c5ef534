/**
 * Cuts a page into the square tiles that a vision model expects.
 *
 * <p>Knows pixels and resampling: no document, no model, no device. Everything is immutable and may be used from any
 * thread. Start reading at {@code Tiler}.
 */
package io.pagestream.imaging.tile;
