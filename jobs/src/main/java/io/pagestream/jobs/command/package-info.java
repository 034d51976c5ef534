/**
 * What the commands have in common: options, exit codes, failures in one sentence, progress on stderr.
 *
 * <p>Knows the command line and the pipeline's keys, no program. Used by the main thread. Start reading at {@code
 * ReadingArguments}.
 */
package io.pagestream.jobs.command;
