/**
 * What the programs that answer over HTTP share: headers that keep a browser out of trouble, errors as RFC 9457 has them.
 *
 * <p>Knows Javalin, no program. Called by the server's threads. Start reading at {@code Problem}.
 */
package io.pagestream.jobs.web;
