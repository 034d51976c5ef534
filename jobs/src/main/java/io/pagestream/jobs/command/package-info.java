/**
 * What the commands have in common: options, exit codes, failures in one sentence, progress on stderr.
 *
 * <p>Knows the command line, the pipeline's keys and how a stream's options are read, no program. Used by the main thread.
 * Start reading at {@code ReadingArguments}.
 */
package io.pagestream.jobs.command;
