package io.pagestream.jobs.command;

import picocli.CommandLine.Option;

/** How much a command says. */
public final class OutputArguments {

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the log on stderr, and the stack trace of a failure.")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    public boolean verbose() {
        return verbose;
    }

    public boolean quiet() {
        return quiet;
    }
}
