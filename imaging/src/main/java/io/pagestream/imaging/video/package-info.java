/**
 * Videos as pictures: which frames a model is shown, their pixels, and several of them on one sheet.
 *
 * <p>Knows pixels, resampling, and from decoding its errors, deadlines and threads: no tile, no model, no place where
 * videos come from. Start reading at {@code VideoFrames}.
 */
package io.pagestream.imaging.video;
