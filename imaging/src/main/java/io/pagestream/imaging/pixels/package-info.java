/**
 * What an image is everywhere above this floor: bytes, red first, row by row.
 *
 * <p>Knows nothing of where the pixels come from or go to. Immutable, for any thread. Start reading at {@code
 * RgbImage}.
 */
package io.pagestream.imaging.pixels;
