/**
 * Computes what was planned: the only part of the engine that touches tensors.
 *
 * <p>Decides nothing: which tiles, rows, blocks and slots stands in the plan. Belongs to the engine thread, because the
 * device does. Start reading at {@code ModelRunner}.
 */
package io.pagestream.engine.run;
