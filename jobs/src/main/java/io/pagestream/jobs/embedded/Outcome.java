package io.pagestream.jobs.embedded;

import io.pagestream.jobs.command.ExitCode;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run came to.
 *
 * @param documents that were asked for
 * @param pagesRead pages with a text, or with all their answers
 * @param pagesFailed pages that are a dead letter
 * @param deadLetters pages, whole documents and questions that could not be processed
 * @param took from the start of the cluster to the last result
 */
public record Outcome(long documents, long pagesRead, long pagesFailed, long deadLetters, Duration took) {

    /** One line for a person. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%s, %s read, %d failed, %s, %.1f s",
                count(documents, "document"),
                count(pagesRead, "page"),
                pagesFailed,
                count(deadLetters, "dead letter"),
                took.toMillis() / 1000.0);
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The code of the process: a dead letter is a result of a kind, unless {@code strict}. */
    public int exitCode(boolean strict) {
        return strict && deadLetters > 0 ? ExitCode.DEAD_LETTERS : ExitCode.DONE;
    }
}
