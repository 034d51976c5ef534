/**
 * Counts the device memory that sequences share: blocks of keys and values, and places for encoded tiles.
 *
 * <p>Numbers only: it knows no device, no model and no request; the memory itself lies behind {@code compute}. Belongs
 * to the engine thread, except where a method says otherwise. Start reading at {@code BlockPool}.
 */
package io.pagestream.engine.cache;
