package io.pagestream.engine.trust.repeat;

import java.util.Optional;

/** Reads texts as an engine writes them: in pieces. */
final class Texts {

    private Texts() {}

    static Optional<Repetition> read(String text) {
        RepetitionWatch watch = new RepetitionWatch();
        int at = 0;
        for (int piece = 0; at < text.length(); piece++) {
            int end = Math.min(text.length(), at + 1 + piece * 7 % 5);
            if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                end++;
            }
            Optional<Repetition> found = watch.append(text.substring(at, end));
            if (found.isPresent()) {
                return found;
            }
            at = end;
        }
        return Optional.empty();
    }
}
