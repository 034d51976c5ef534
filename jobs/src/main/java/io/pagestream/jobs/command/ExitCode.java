package io.pagestream.jobs.command;

/** What the process ends with. */
public final class ExitCode {

    /** Everything went through; pages that could not be read are dead letters, which are results of a kind. */
    public static final int DONE = 0;

    /** The program failed: no model, no device, no place to write to. */
    public static final int FAILED = 1;

    /** The command line is wrong. */
    public static final int USAGE = 2;

    /** With {@code --strict}: everything went through, but something could not be read. */
    public static final int DEAD_LETTERS = 3;

    /** {@code parity}, {@code gpu-check}: something differs, could not be compared, or a card keeps memory. */
    public static final int NO_PARITY = 4;

    private ExitCode() {}
}
