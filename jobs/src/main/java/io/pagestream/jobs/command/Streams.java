package io.pagestream.jobs.command;

import java.io.PrintStream;

/**
 * Where a command writes to: results on {@code out} and nothing else there, everything for people on {@code err}.
 *
 * @param out UTF-8
 * @param err UTF-8
 */
public record Streams(PrintStream out, PrintStream err) {

    /** Tells a person something. */
    public void say(String line) {
        err.println("pagestream: " + line);
    }
}
