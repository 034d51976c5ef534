/**
 * Everything that a person can set about the pipeline: typed keys with units, read once, checked once.
 *
 * <p>Knows the option records of the rooms below and Flink's configuration, no stage. Immutable, any thread. Start
 * reading at {@code PipelineOptions}.
 */
package io.pagestream.operators.options;
