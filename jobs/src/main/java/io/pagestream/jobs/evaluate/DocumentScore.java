package io.pagestream.jobs.evaluate;

import java.util.List;

/**
 * What a document came to.
 *
 * @param id its path in the folder
 * @param truth name of the file with its text; null where the text is not known, and characters and words are then NONE
 * @param state whether it counts in the totals
 * @param notes what went wrong with it or with one of its pages, for a person
 * @param lines where the print's lines are known: each with what was read of it
 */
record DocumentScore(
        String id,
        String truth,
        State state,
        List<String> notes,
        Edits characters,
        Edits words,
        List<QuestionScore> questions,
        List<LineScore> lines) {

    enum State {
        JUDGED,
        NO_GROUND_TRUTH,
        /** Its text, or what was read of it, is longer than {@link Edits#MOST}. */
        TOO_LONG
    }

    /**
     * An answer.
     *
     * @param page that gave it, 0 is the first; -1 when no page did
     * @param anls 0 to 1
     * @param exact whether it is an accepted answer, case included
     */
    record QuestionScore(GroundTruth.Asked asked, String answer, int page, double anls, boolean exact) {}

    static DocumentScore without(String id) {
        return of(id, null, State.NO_GROUND_TRUTH, List.of());
    }

    static DocumentScore of(String id, String truth, State state, List<String> notes) {
        return new DocumentScore(id, truth, state, notes, Edits.NONE, Edits.NONE, List.of(), List.of());
    }

    /** Of many documents. Edits and lengths are added up, so long documents weigh more; a question weighs as much as another. */
    record Total(
            long documents,
            long judged,
            long unjudged,
            Edits characters,
            Edits words,
            long questions,
            double anls,
            long exact) {

        static Total of(List<DocumentScore> scores) {
            List<QuestionScore> questions =
                    scores.stream().flatMap(score -> score.questions.stream()).toList();
            long judged =
                    scores.stream().filter(score -> score.state == State.JUDGED).count();
            return new Total(
                    scores.size(),
                    judged,
                    scores.size() - judged,
                    scores.stream().map(DocumentScore::characters).reduce(Edits.NONE, Edits::plus),
                    scores.stream().map(DocumentScore::words).reduce(Edits.NONE, Edits::plus),
                    questions.size(),
                    questions.stream()
                            .mapToDouble(QuestionScore::anls)
                            .average()
                            .orElse(0),
                    questions.stream().filter(QuestionScore::exact).count());
        }
    }
}
