package io.pagestream.jobs.evaluate;

import io.pagestream.jobs.command.PagePictures;
import io.pagestream.jobs.evaluate.DocumentScore.QuestionScore;
import io.pagestream.jobs.evaluate.DocumentScore.Total;
import io.pagestream.operators.fault.RecordFault;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.StringEscapeUtils;

/**
 * For a browser: one page that needs nothing besides itself. Names, texts and answers come from documents and models and are
 * not trusted: all are escaped, and a policy forbids scripts and everything from outside.
 */
final class ScorePage {

    /** Lines that are shown, so that the page stays some megabytes at most. */
    private static final int MOST_LINES = 40;

    /** Characters of one text on the page. */
    private static final int MOST_TEXT = 2000;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <meta name="viewport" content="width=device-width">
            <title>Evaluation</title>
            <style>
            body { font-family: sans-serif; line-height: 1.4; max-width: 75em; margin: 2em auto; padding: 0 1em; }
            table { border-collapse: collapse; } td, th { border: 1px solid #888; padding: .2em .5em; text-align: left; }
            td.n, th.n { text-align: right; } figure { margin: 1.5em 0; border-top: 1px solid #888; padding-top: 1em; }
            img { max-width: 100%; border: 1px solid #888; background: #fff; } dt { font-weight: bold; }
            dd { margin: 0 0 .3em; font-family: monospace; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
            @media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } }
            </style>
            </head>
            <body>
            """;

    private ScorePage() {}

    static String of(String model, List<DocumentScore> scores, PagePictures pictures) {
        StringBuilder out = new StringBuilder(HEAD);
        Total total = Total.of(scores);
        out.append("<h1>Evaluation of ").append(text(model)).append("</h1>\n<p>");
        out.append(total.judged())
                .append(" documents judged, ")
                .append(total.unjudged())
                .append(" not. ");
        out.append("Character error rate ").append(ScoreTable.rate(total.characters()));
        out.append(", word error rate ").append(ScoreTable.rate(total.words()));
        if (total.questions() > 0) {
            out.append(", ANLS ").append(ScoreTable.figure(total.anls()));
            out.append(", ")
                    .append(total.exact())
                    .append(" of ")
                    .append(total.questions())
                    .append(" answers exact");
        }
        out.append(".</p>\n");
        documents(out, scores);
        questions(out, scores);
        lines(out, worst(scores), pictures);
        return out.append("</body>\n</html>\n").toString();
    }

    private static void documents(StringBuilder out, List<DocumentScore> scores) {
        out.append("<h2>Documents</h2>\n<table id=\"documents\">\n<tr><th>document<th class=\"n\">characters");
        out.append("<th class=\"n\">CER<th class=\"n\">WER<th>note</tr>\n");
        for (DocumentScore score : scores) {
            boolean known = score.truth() != null;
            out.append("<tr><td>").append(text(score.id()));
            number(out, known ? Long.toString(score.characters().length()) : "");
            number(out, known ? ScoreTable.rate(score.characters()) : "");
            number(out, known ? ScoreTable.rate(score.words()) : "");
            out.append("<td>").append(text(ScoreTable.note(score))).append("</tr>\n");
        }
        out.append("</table>\n");
    }

    private static void questions(StringBuilder out, List<DocumentScore> scores) {
        if (scores.stream().allMatch(score -> score.questions().isEmpty())) {
            return;
        }
        out.append("<h2>Questions</h2>\n<table id=\"questions\">\n<tr><th>document<th>question<th>expected<th>answer");
        out.append("<th class=\"n\">ANLS</tr>\n");
        for (DocumentScore score : scores) {
            for (QuestionScore each : score.questions()) {
                out.append("<tr><td>").append(text(score.id()));
                out.append("<td>").append(text(each.asked().question()));
                out.append("<td>").append(text(String.join(" | ", each.asked().accepted())));
                out.append("<td>").append(text(each.answer()));
                number(out, ScoreTable.figure(each.anls()));
                out.append("</tr>\n");
            }
        }
        out.append("</table>\n");
    }

    private static void number(StringBuilder out, String figure) {
        out.append("<td class=\"n\">").append(figure);
    }

    /** Those with most edits first. */
    static List<LineScore> worst(List<DocumentScore> scores) {
        return scores.stream()
                .flatMap(score -> score.lines().stream())
                .filter(line -> line.edits().count() > 0)
                .sorted(Comparator.comparingLong(
                                (LineScore line) -> line.edits().count())
                        .reversed())
                .limit(MOST_LINES)
                .toList();
    }

    private static void lines(StringBuilder out, List<LineScore> worst, PagePictures pictures) {
        out.append("<h2>Worst lines</h2>\n");
        out.append(worst.isEmpty() ? "<p>There are none whose lines are known and that have an error.</p>\n" : "");
        for (LineScore line : worst) {
            out.append("<figure class=\"line\">\n<figcaption>")
                    .append(text(line.document().getDocumentId()));
            out.append(line.page() == null ? "" : ", page " + (line.page().getIndex() + 1));
            out.append(", ").append(line.edits().count()).append(" edits</figcaption>\n");
            if (line.page() != null) {
                picture(out, line, pictures);
            }
            out.append("<dl><dt>true<dd dir=\"auto\">").append(text(line.truth()));
            out.append("\n<dt>read<dd dir=\"auto\">").append(text(line.found())).append("\n</dl>\n</figure>\n");
        }
    }

    private static void picture(StringBuilder out, LineScore line, PagePictures pictures) {
        try {
            String data = LinePicture.data(line, pictures);
            out.append("<img alt=\"").append(line.box() == null ? "the page" : "the line");
            out.append("\" src=\"").append(data).append("\">\n");
        } catch (RecordFault | IOException e) {
            out.append("<p>There is no picture: ").append(text(e.getMessage())).append("</p>\n");
        }
    }

    /** Between tags. Control characters and halves of surrogate pairs become the replacement character. */
    static String text(String text) {
        String shown = text.codePointCount(0, text.length()) <= MOST_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_TEXT)) + "...";
        return StringEscapeUtils.escapeHtml4(shown.replaceAll("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]", "\uFFFD"));
    }
}
