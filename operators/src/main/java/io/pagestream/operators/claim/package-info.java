/**
 * Claim checks: where the bytes of a document lie, how they are read, and where bytes are put that came inside a record.
 *
 * <p>Knows Avro's {@code ClaimCheck} and Flink's file systems, no stage and no pixels. Readers may be used from any thread
 * and block it. Start reading at {@code ClaimChecks}.
 */
package io.pagestream.operators.claim;
