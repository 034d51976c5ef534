package io.pagestream.models.task;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer at the end of a chain of thought: the last {@code \boxed{..}} (VLMEvalKit's form), else what stands on the line
 * behind the last {@code Final answer:}, else behind the last {@code Answer:} (InternVL2.5-MPO's form).
 */
public final class FinalAnswer {

    private static final String BOXED = "\\boxed{";
    private static final Pattern FINAL = Pattern.compile("(?i)final answer[ \t]*[:：][ \t]*([^\n\r]*)");
    private static final Pattern PLAIN = Pattern.compile("(?i)(?:answer|答案)[ \t]*[:：][ \t]*([^\n\r]*)");

    private FinalAnswer() {}

    public static Optional<String> of(String chain) {
        return boxed(chain)
                .or(() -> last(FINAL, chain))
                .or(() -> last(PLAIN, chain))
                .map(String::strip)
                .filter(answer -> !answer.isEmpty());
    }

    /** Braces may stand inside of it; one that is not closed is none. */
    private static Optional<String> boxed(String chain) {
        int at = chain.lastIndexOf(BOXED);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + BOXED.length();
        int depth = 1;
        for (int i = from; i < chain.length(); i++) {
            char letter = chain.charAt(i);
            depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
            if (depth == 0) {
                return Optional.of(chain.substring(from, i));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> last(Pattern pattern, String chain) {
        Matcher found = pattern.matcher(chain);
        String answer = null;
        while (found.find()) {
            answer = found.group(1);
        }
        return Optional.ofNullable(answer);
    }
}
