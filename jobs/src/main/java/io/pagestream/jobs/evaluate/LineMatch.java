package io.pagestream.jobs.evaluate;

import io.pagestream.schemas.Box;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Pairs the lines of the true text with those that were read, in order, so that pairs are as alike as can be. */
final class LineMatch {

    /** Pairs that are looked at for one document; beyond that its lines are not shown. */
    private static final int MOST_PAIRS = 20_000;

    private record Read(PageText page, String text, Box box) {}

    private LineMatch() {}

    /** In order of the text; empty when there are too many lines. */
    static List<LineScore> of(String truth, OcrResult result) {
        List<String> known = truth.lines()
                .map(ComparedText::of)
                .filter(line -> !line.isEmpty())
                .toList();
        List<Read> read = new ArrayList<>();
        result.getPages().forEach(page -> addLines(page, read));
        if ((long) (known.size() + 1) * (read.size() + 1) > MOST_PAIRS) {
            return List.of();
        }
        double[][] best = new double[known.size() + 1][read.size() + 1];
        double[][] pairs = new double[known.size()][read.size()];
        for (int i = 1; i <= known.size(); i++) {
            for (int j = 1; j <= read.size(); j++) {
                pairs[i - 1][j - 1] = likeness(known.get(i - 1), read.get(j - 1).text);
                best[i][j] =
                        Math.max(best[i - 1][j - 1] + pairs[i - 1][j - 1], Math.max(best[i - 1][j], best[i][j - 1]));
            }
        }
        return path(result, best, known, read, pairs);
    }

    /** Characters that two lines share, less of them the more they differ: a line belongs to its like rather than to its neighbour. */
    private static double likeness(String truth, String found) {
        double longer = Math.max(length(truth), length(found));
        double alike = 1 - Edits.ofCharacters(truth, found).count() / longer;
        return alike * alike * longer;
    }

    /** Back from the end. A pair is preferred, so that a line that was read as something else stands beside it. */
    private static List<LineScore> path(
            OcrResult result, double[][] best, List<String> known, List<Read> read, double[][] pairs) {
        Deque<LineScore> lines = new ArrayDeque<>();
        int i = known.size();
        int j = read.size();
        while (i > 0 || j > 0) {
            if (i > 0 && j > 0 && best[i][j] == best[i - 1][j - 1] + pairs[i - 1][j - 1]) {
                lines.push(score(result, known.get(--i), read.get(--j)));
            } else if (j == 0 || i > 0 && best[i][j] == best[i - 1][j]) {
                lines.push(score(result, known.get(--i), new Read(null, "", null)));
            } else {
                lines.push(score(result, "", read.get(--j)));
            }
        }
        return new ArrayList<>(lines);
    }

    private static LineScore score(OcrResult result, String truth, Read read) {
        return new LineScore(result, truth, read.text, read.page, read.box, Edits.ofCharacters(truth, read.text));
    }

    private static void addLines(PageText page, List<Read> lines) {
        if (page.getLines().isEmpty()) {
            ComparedText.plain(page.getText()).lines().forEach(text -> add(page, text, null, lines));
        }
        for (Line line : page.getLines()) {
            add(page, ComparedText.plain(line.getText()), line.getBox(), lines);
        }
    }

    private static void add(PageText page, String text, Box box, List<Read> lines) {
        String compared = ComparedText.of(text);
        if (!compared.isEmpty()) {
            lines.add(new Read(page, compared, box));
        }
    }

    private static long length(String text) {
        return text.codePointCount(0, text.length());
    }
}
