/**
 * {@code convert}: results as JSON Lines in, files of any format out; no model, no Flink job.
 *
 * <p>Knows the formats and where documents lie, no other program. Used by the main thread. Start reading at {@code
 * ConvertResults}.
 */
package io.pagestream.jobs.convert;
