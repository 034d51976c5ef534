/**
 * The documents are held against the program: every command that they tell is run, every table that comes from the code is
 * compared with it. Start reading at {@code DocumentedCommandsITCase}.
 */
package io.pagestream.jobs.docs;
