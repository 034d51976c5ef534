/**
 * What becomes of a record that cannot be processed: it is a value, a dead letter, and the stream goes on.
 *
 * <p>Knows the Avro records only, no stage. Everything here is immutable and may be used from any thread; functions
 * belong to their task's thread. Start reading at {@code DeadLetters}.
 */
package io.pagestream.operators.fault;
