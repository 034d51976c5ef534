/**
 * The command {@code replay}: sends the requests of dead letters again.
 *
 * <p>Knows topics and files, no pipeline: what is sent again comes to a running job as any other request. One thread. Start
 * reading at {@code Replay}.
 */
package io.pagestream.jobs.replay;
