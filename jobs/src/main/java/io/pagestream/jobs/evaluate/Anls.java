package io.pagestream.jobs.evaluate;

import java.util.List;
import java.util.Locale;

/**
 * Average normalised Levenshtein similarity of an answer (A. F. Biten and others, Scene Text Visual Question Answering, ICCV
 * 2019, arXiv:1905.13648): 1 less the edits over the length of the longer text, and 0 from a half on. Case does not count.
 */
final class Anls {

    private static final double THRESHOLD = 0.5;

    private Anls() {}

    /** The best over all accepted answers, 0 to 1. */
    static double of(List<String> accepted, String answer) {
        return accepted.stream()
                .mapToDouble(each -> similarity(folded(each), folded(answer)))
                .max()
                .orElse(0);
    }

    private static String folded(String text) {
        return ComparedText.of(text).toLowerCase(Locale.ROOT);
    }

    private static double similarity(String accepted, String answer) {
        int longer = Math.max(length(accepted), length(answer));
        double distance =
                longer == 0 ? 0 : (double) Edits.ofCharacters(accepted, answer).count() / longer;
        return distance < THRESHOLD ? 1 - distance : 0;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
