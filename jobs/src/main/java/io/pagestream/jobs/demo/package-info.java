/**
 * {@code demo}: reads the documents that ship with the product and shows what came out.
 *
 * <p>Knows the embedded run and the command line's common parts, no other program. Used by the main thread. Start reading
 * at {@code Demo}.
 */
package io.pagestream.jobs.demo;
