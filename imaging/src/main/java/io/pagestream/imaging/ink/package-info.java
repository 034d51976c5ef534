/**
 * How much is written on a page, so that an empty one is not read.
 *
 * <p>Knows pixels only. Immutable; any thread. Start reading at {@code PageInk}.
 */
package io.pagestream.imaging.ink;
