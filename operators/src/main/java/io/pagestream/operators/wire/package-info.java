/**
 * How Flink moves large immutable values: it hands over the same object instead of copying it, and writes it only where it
 * must.
 *
 * <p>Knows Flink's types only. Serializers have no state and may be used from any thread. Start reading at {@code
 * SharedSerializer}.
 */
package io.pagestream.operators.wire;
