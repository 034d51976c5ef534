package io.pagestream.jobs.evaluate;

import io.pagestream.jobs.evaluate.DocumentScore.QuestionScore;
import io.pagestream.jobs.evaluate.DocumentScore.State;
import io.pagestream.jobs.evaluate.DocumentScore.Total;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** For a terminal: a row for each document, then all of them together. */
final class ScoreTable {

    private static final int MOST_NAME = 60;
    private static final int MOST_NOTE = 90;

    private ScoreTable() {}

    static String of(List<DocumentScore> scores) {
        int width = scores.stream()
                .mapToInt(score -> shown(score.id(), MOST_NAME).length())
                .max()
                .orElse(0);
        String format = "%-" + Math.max(width, "document".length()) + "s %9s %8s %8s %8s %10s %7s %7s  %s%n";
        StringBuilder out = new StringBuilder();
        row(out, format, "document", "chars", "CER", "words", "WER", "questions", "ANLS", "exact", "");
        scores.forEach(score -> row(out, format, score));
        Total total = Total.of(scores);
        row(
                out,
                format,
                "all",
                count(total.characters()),
                rate(total.characters()),
                count(total.words()),
                rate(total.words()),
                total.questions() == 0 ? "" : "" + total.questions(),
                total.questions() == 0 ? "" : figure(total.anls()),
                total.questions() == 0 ? "" : "" + total.exact(),
                total.judged() + " judged, " + total.unjudged() + " not");
        return out.toString();
    }

    private static void row(StringBuilder out, String format, DocumentScore score) {
        List<QuestionScore> questions = score.questions();
        boolean asked = !questions.isEmpty();
        row(
                out,
                format,
                shown(score.id(), MOST_NAME),
                score.truth() == null ? "" : count(score.characters()),
                score.truth() == null ? "" : rate(score.characters()),
                score.truth() == null ? "" : count(score.words()),
                score.truth() == null ? "" : rate(score.words()),
                asked ? "" + questions.size() : "",
                asked
                        ? figure(questions.stream()
                                .mapToDouble(QuestionScore::anls)
                                .average()
                                .orElse(0))
                        : "",
                asked ? "" + questions.stream().filter(QuestionScore::exact).count() : "",
                shown(note(score), MOST_NOTE));
    }

    private static void row(StringBuilder out, String format, Object... cells) {
        out.append(String.format(Locale.ROOT, format, cells).stripTrailing()).append('\n');
    }

    static String note(DocumentScore score) {
        String state = score.state() == State.JUDGED
                ? ""
                : score.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String first = score.notes().isEmpty() ? "" : score.notes().get(0);
        return state + (state.isEmpty() || first.isEmpty() ? "" : "; ") + first;
    }

    private static String count(Edits edits) {
        return Long.toString(edits.length());
    }

    /** In percent; without a length there is no rate, only edits. */
    static String rate(Edits edits) {
        OptionalDouble rate = edits.rate();
        return rate.isPresent()
                ? String.format(Locale.ROOT, "%.2f %%", 100 * rate.getAsDouble())
                : edits.count() == 0 ? "-" : "+" + edits.count();
    }

    static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** On one line, in characters that a terminal does not obey. */
    private static String shown(String text, int most) {
        String line = text.replaceAll("[\\p{C}\\p{Z}\\s]+", " ").strip();
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - 3)) + "...";
    }
}
