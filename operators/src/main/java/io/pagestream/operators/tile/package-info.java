/**
 * The keyed stage: a page's reference becomes its tiles, and a page that was already sent on is dropped.
 *
 * <p>Knows pixels, and of the engine only which tiles its model takes. Belongs to the task's thread. Start reading at
 * {@code TilePage}.
 */
package io.pagestream.operators.tile;
