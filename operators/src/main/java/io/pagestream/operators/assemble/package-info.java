/**
 * The last stage: pages become documents again.
 *
 * <p>Knows texts only. {@code DocumentInOrder} knows no Flink; {@code AssembleDocument} belongs to the task's thread. Start
 * reading at {@code AssembleDocument}.
 */
package io.pagestream.operators.assemble;
