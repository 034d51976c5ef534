package io.pagestream.jobs.evaluate;

import io.pagestream.jobs.evaluate.DocumentScore.QuestionScore;
import io.pagestream.jobs.evaluate.DocumentScore.State;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes what the pipeline gives and holds it against what is known. What could not be read counts as read empty: each of its
 * characters is an edit. One thread at a time takes, as the pipeline's ends do; {@link #scores} is for after the run.
 */
final class Judge {

    private final Map<String, GroundTruth> known;
    private final Map<String, OcrResult> results = new HashMap<>();
    private final Map<String, List<QaResult>> answers = new HashMap<>();
    private final Map<String, List<String>> failures = new HashMap<>();

    /** @param known documents by id, in order */
    Judge(Map<String, GroundTruth> known) {
        this.known = known;
    }

    /** What a question is called on its way. */
    static String idOf(int question) {
        return "q" + (question + 1);
    }

    synchronized void take(OcrResult result) {
        results.put(result.getDocumentId(), result);
    }

    synchronized void take(QaResult answer) {
        answers.computeIfAbsent(answer.getDocumentId(), id -> new ArrayList<>()).add(answer);
    }

    synchronized void take(DeadLetter letter) {
        String page = letter.getPage() == null ? "" : "page " + (letter.getPage() + 1) + ": ";
        failures.computeIfAbsent(letter.getDocumentId(), id -> new ArrayList<>())
                .add(page + letter.getReason() + ", " + letter.getDetail());
    }

    /** One for each document, in order. */
    synchronized List<DocumentScore> scores() {
        return known.keySet().stream().map(this::score).toList();
    }

    private DocumentScore score(String id) {
        GroundTruth truth = known.get(id);
        if (truth.isEmpty()) {
            return DocumentScore.without(id);
        }
        List<String> notes = failures.getOrDefault(id, List.of());
        List<QuestionScore> questions = new ArrayList<>();
        for (int i = 0; i < truth.questions().size(); i++) {
            questions.add(answered(truth.questions().get(i), idOf(i), answers.getOrDefault(id, List.of())));
        }
        if (!truth.hasText()) {
            return new DocumentScore(id, null, State.JUDGED, notes, Edits.NONE, Edits.NONE, questions, List.of());
        }
        Optional<OcrResult> result = Optional.ofNullable(results.get(id));
        String wanted = ComparedText.of(truth.text());
        String found = ComparedText.of(result.map(ComparedText::plain).orElse(""));
        if (Math.max(length(wanted), length(found)) > Edits.MOST) {
            return DocumentScore.of(id, truth.textFile(), State.TOO_LONG, notes);
        }
        return new DocumentScore(
                id,
                truth.textFile(),
                State.JUDGED,
                notes,
                Edits.ofCharacters(wanted, found),
                Edits.ofWords(wanted, found),
                questions,
                truth.printedLines() && result.isPresent() ? LineMatch.of(truth.text(), result.get()) : List.of());
    }

    /** Each page was asked; the page that was surest of its answer speaks for the document. */
    private static QuestionScore answered(GroundTruth.Asked asked, String id, List<QaResult> answers) {
        Optional<QaResult> surest = answers.stream()
                .filter(answer -> answer.getQuestionId().equals(id))
                .max(Comparator.comparingDouble(
                                (QaResult answer) -> answer.getConfidence() == null ? 0 : answer.getConfidence())
                        .thenComparing(QaResult::getPage, Comparator.reverseOrder()));
        String answer = surest.map(QaResult::getAnswer).map(String::strip).orElse("");
        String compared = ComparedText.of(answer);
        return new QuestionScore(
                asked,
                answer,
                surest.map(QaResult::getPage).orElse(-1),
                Anls.of(asked.accepted(), cut(answer)),
                asked.accepted().stream().map(ComparedText::of).anyMatch(compared::equals));
    }

    /** An answer without end is wrong anyway, and must not cost more than another. */
    private static String cut(String answer) {
        return length(answer) <= Edits.MOST ? answer : answer.substring(0, answer.offsetByCodePoints(0, Edits.MOST));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
