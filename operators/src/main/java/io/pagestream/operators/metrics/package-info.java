/**
 * What is counted: Flink metrics for an operator's dashboards, and counters in this JVM for a progress bar.
 *
 * <p>Knows no stage. Counters may be used from any thread. Start reading at {@code StageCounters}.
 */
package io.pagestream.operators.metrics;
