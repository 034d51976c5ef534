package io.pagestream.jobs.view;

import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** What was seen of one document so far. Belongs to {@link ResultFolder}, under whose lock it is used. */
final class SeenDocument {

    private final int number;
    private final String id;
    private final List<QaResult> answers = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private GrowingFile.Line result;
    private String status = "";
    private int pages;
    private int failed;
    private Double confidence;

    SeenDocument(int number, String id) {
        this.number = number;
        this.id = id;
    }

    /**
     * One row of the list.
     *
     * @param status COMPLETE or PARTIAL; empty when there is no result
     * @param confidence mean over the pages that have one; may be null
     */
    record Row(
            int number, String id, String status, int pages, int failed, Double confidence, int answers, int letters) {}

    /** All of it; {@code result} is null when answers or dead letters are all there is. */
    record Whole(Row row, OcrResult result, List<QaResult> answers, List<DeadLetter> letters) {}

    void add(QaResult answer) {
        answers.add(answer);
    }

    void add(DeadLetter letter) {
        letters.add(letter);
    }

    /** A later result of the same document takes the place of an earlier one. */
    void add(OcrResult found, GrowingFile.Line line) {
        result = line;
        status = found.getStatus().name();
        pages = found.getPageCount();
        failed = (int) found.getPages().stream()
                        .filter(page -> page.getFinishReason() == FinishReason.FAILED)
                        .count()
                + found.getMissing().size();
        OptionalDouble mean = found.getPages().stream()
                .map(PageText::getConfidence)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
        confidence = mean.isPresent() ? mean.getAsDouble() : null;
    }

    GrowingFile.Line result() {
        return result;
    }

    Row row() {
        return new Row(number, id, status, pages, failed, confidence, answers.size(), letters.size());
    }

    Whole whole(OcrResult parsed) {
        return new Whole(row(), parsed, List.copyOf(answers), List.copyOf(letters));
    }
}
