package io.pagestream.jobs.ask;

import io.pagestream.engine.request.Reading;
import io.pagestream.models.task.FinalAnswer;
import io.pagestream.models.task.MajorityVote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the samples of one answer come to.
 *
 * @param answer the one that most samples agree on; of a chain of thought, its end
 * @param reasoning the chain that led to {@code answer}; empty when none was asked for
 * @param confidence the share of the samples that agree, or what a reward model gives the chosen one; of a single one, the mean probability of its tokens
 * @param chosen the sample that {@code answer} was taken from
 */
record Conclusion(String answer, Optional<String> reasoning, double confidence, Reading.Text chosen) {

    /**
     * @param samples at least one
     * @param thought whether each is a chain of thought with an answer at its end; where there is no end, it has no vote
     */
    static Conclusion of(List<Reading.Text> samples, boolean thought) {
        List<String> answers = new ArrayList<>();
        for (Reading.Text sample : samples) {
            answers.add(thought ? FinalAnswer.of(sample.text()).orElse("") : sample.text());
        }
        Optional<MajorityVote> vote = MajorityVote.of(answers);
        int chosen = vote.map(winner -> indexOf(winner.answer(), answers)).orElse(0);
        Reading.Text sample = samples.get(chosen);
        double agreement =
                vote.map(winner -> (double) winner.votes() / samples.size()).orElse(0.0);
        return new Conclusion(
                vote.map(MajorityVote::answer).orElse(sample.text()),
                thought ? Optional.of(sample.text()) : Optional.empty(),
                samples.size() > 1 ? agreement : sample.confidence(),
                sample);
    }

    /**
     * The sample that a reward model likes best; the first one among equals.
     *
     * @param scores of the samples, 0 to 1; the best one is the confidence
     */
    static Conclusion best(List<Reading.Text> samples, double[] scores, boolean thought) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        Reading.Text sample = samples.get(best);
        String end = thought ? FinalAnswer.of(sample.text()).orElse(sample.text()) : sample.text();
        return new Conclusion(
                end.strip(), thought ? Optional.of(sample.text()) : Optional.empty(), scores[best], sample);
    }

    private static int indexOf(String answer, List<String> answers) {
        int index = 0;
        while (!answers.get(index).strip().equals(answer)) {
            index++;
        }
        return index;
    }
}
