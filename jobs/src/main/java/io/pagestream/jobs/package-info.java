/**
 * The command line.
 *
 * <p>Knows the programs by name and nothing of what they do. Used by the main thread. Start reading at {@code Main}.
 */
package io.pagestream.jobs;
