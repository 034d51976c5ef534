package io.pagestream.jobs.command;

import java.util.ArrayList;
import java.util.List;

/** A command that cannot do what it was asked: one sentence for a person, the cause for {@code --verbose}. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String OURS = "io.pagestream.";

    public CommandFailure(String sentence) {
        super(sentence);
    }

    public CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /**
     * The sentence that says most about {@code failure}: that of the innermost exception of this project, for those are
     * written for people; without one, that of the innermost cause, with its class where the sentence alone says nothing.
     */
    public static String sentenceOf(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = failure; each != null && !causes.contains(each); each = each.getCause()) {
            causes.add(each);
        }
        Throwable innermost = causes.get(causes.size() - 1);
        for (Throwable each : causes) {
            if (each.getClass().getName().startsWith(OURS) && each.getMessage() != null) {
                innermost = each;
            }
        }
        String message = innermost.getMessage();
        boolean speaks = message != null && message.contains(" ") && !(innermost instanceof Error);
        return speaks ? message : innermost.toString();
    }
}
