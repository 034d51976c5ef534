/**
 * The stream on a real cluster: ZooKeeper, JobManager, TaskManagers and a Kafka broker as Java machines of their own, started
 * from Maven's jars, killed, frozen and moved while documents go through; and what came out, judged.
 *
 * <p>Linux only: processes are stopped by signals and measured through {@code /proc}. Start reading at {@code ClusterTrial}.
 */
package io.pagestream.jobs.chaos;
