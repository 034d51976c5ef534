/**
 * Makes an image larger or smaller, to the byte as Pillow does or to the float as PyTorch does.
 *
 * <p>Knows pixels only: no tile, no document, no model. Stateless, for any thread. Start reading at {@code
 * PillowResampler}.
 */
package io.pagestream.imaging.resample;
