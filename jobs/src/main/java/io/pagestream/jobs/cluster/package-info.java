/**
 * {@code run}: the Kafka job, on a cluster in this JVM or submitted to one.
 *
 * <p>Knows the job and the command line's common parts, no other program. Used by the main thread. Start reading at {@code
 * RunJob}.
 */
package io.pagestream.jobs.cluster;
