package io.pagestream.engine.schedule;

import io.pagestream.engine.request.Beams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which beams go on and which answer wins: transformers' {@code GenerationMixin._beam_search} with {@code do_sample=False}
 * and {@code early_stopping=False}, whose code is the same in 4.57.6 and 5.18. Scores are floats as there. Among equal
 * scores, which the reference leaves open, the earlier beam and the smaller token come first.
 *
 * <p>Belongs to the engine thread. Numbers only.
 */
final class BeamSearch {

    /** A beam that goes on: {@code parent} and one more token. */
    record Fork(int parent, int token, float logProbability) {}

    private record Candidate(Fork fork, float score) {}

    private record Ended(Answer answer, float score) {}

    private final Beams beams;
    private final int maxAnswer;
    private final Set<Integer> stopTokens;
    private final List<Ended> ended = new ArrayList<>(); // best first, at most as many as there are beams
    private float[] scores = {0};

    BeamSearch(Beams beams, int maxAnswer, Set<Integer> stopTokens) {
        this.beams = beams;
        this.maxAnswer = maxAnswer;
        this.stopTokens = stopTokens;
    }

    /** How many of the likeliest tokens of each beam must be known: so many that enough of them end no answer. */
    static int candidates(Beams beams, int stopTokens) {
        return beams.width() + stopTokens;
    }

    /**
     * One more token.
     *
     * @param strands the beams
     * @param tokens equally many for each beam, the likeliest first
     * @param logProbabilities of those tokens
     * @return the beams that go on, the best first; none when the search is over
     */
    List<Fork> advance(List<Strand> strands, int[] tokens, float[] logProbabilities) {
        int length = strands.get(0).written().count() + 1;
        List<Candidate> candidates = new ArrayList<>(tokens.length);
        for (int i = 0; i < tokens.length; i++) {
            if (logProbabilities[i] == Float.NEGATIVE_INFINITY) {
                continue; // the form or a penalty rules it out, and there are not enough others
            }
            int parent = i / (tokens.length / strands.size());
            candidates.add(new Candidate(
                    new Fork(parent, tokens[i], logProbabilities[i]), scores[parent] + logProbabilities[i]));
        }
        candidates.sort(Collections.reverseOrder(Comparator.comparingDouble(Candidate::score))); // is stable
        float divisor = (float) Math.pow(length, beams.lengthPenalty());
        for (Candidate candidate : candidates.subList(0, Math.min(beams.width(), candidates.size()))) {
            if (ends(candidate, length)) {
                Fork fork = candidate.fork;
                Answer answer = strands.get(fork.parent).written().with(fork.token, fork.logProbability);
                ended.add(new Ended(answer, candidate.score / divisor));
            }
        }
        ended.sort(Collections.reverseOrder(Comparator.comparingDouble(Ended::score)));
        ended.subList(Math.min(ended.size(), beams.width()), ended.size()).clear();
        List<Candidate> going = candidates.stream()
                .filter(candidate -> !ends(candidate, length))
                .limit(beams.width())
                .toList();
        if (going.isEmpty() || !canImprove(going.get(0).score / divisor)) {
            return List.of();
        }
        scores = new float[going.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = going.get(i).score;
        }
        return going.stream().map(Candidate::fork).toList();
    }

    private boolean ends(Candidate candidate, int length) {
        return length == maxAnswer || stopTokens.contains(candidate.fork.token);
    }

    /** The reference supposes that a beam is never better than it is now. */
    private boolean canImprove(float best) {
        return ended.size() < beams.width() || best > ended.get(ended.size() - 1).score;
    }

    /** The best answer that has ended, if any has. */
    Optional<Answer> best() {
        return ended.stream().findFirst().map(Ended::answer);
    }
}
