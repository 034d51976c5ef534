package io.pagestream.models.task;

import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * The text side of scoring a solution with VisualPRM: its steps, and the dialogue in which each step is judged. The score of
 * a step is the probability of {@code +} against {@code -} as the first token of its judgement; that of the solution is
 * their mean. Steps and their grouping: the InternVL repository's tools; turns: the model's remote code as transcribed.
 *
 * @param steps at least one, at most {@value #MOST}
 */
public record SolutionSteps(List<String> steps) {

    static final int MOST = 12;
    private static final String BETWEEN = "\n\n";
    private static final String GOOD = "+";
    private static final String BAD = "-";

    public SolutionSteps {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MOST) {
            throw new IllegalArgumentException("a solution has 1 to " + MOST + " steps, got " + steps.size());
        }
    }

    /** Splits at empty lines; more than {@value #MOST} parts are put together in groups of the same size. */
    public static SolutionSteps of(String solution) {
        String[] parts = solution.split(BETWEEN, -1);
        if (parts.length <= MOST) {
            return new SolutionSteps(List.of(parts));
        }
        int group = (parts.length + MOST - 1) / MOST;
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < parts.length; i += group) {
            steps.add(String.join(BETWEEN, List.of(parts).subList(i, Math.min(i + group, parts.length))));
        }
        return new SolutionSteps(steps);
    }

    /** The two tokens whose probabilities are compared. */
    public static List<String> judgements() {
        return List.of(GOOD, BAD);
    }

    /**
     * The dialogue up to where step {@code step} is judged: the next token is the judgement. Each dialogue begins as the one
     * before, so that its keys and values can be kept.
     *
     * @param question its images in place
     * @param step from 0
     */
    public List<Turn> judged(List<Turn.Part> question, int step) {
        List<Turn> turns = new ArrayList<>();
        List<Turn.Part> first = new ArrayList<>();
        first.add(new Turn.Text("### Question:\n"));
        first.addAll(question);
        first.add(new Turn.Text("\n\n### Solution Process:\n" + steps.get(0)));
        turns.add(new Turn(Turn.Role.USER, first));
        for (int i = 1; i <= step; i++) {
            turns.add(Turn.assistant(GOOD));
            turns.add(Turn.user(steps.get(i)));
        }
        return turns;
    }

    /** @param good for each step the probability of {@code +} */
    public double score(double... good) {
        if (good.length != steps.size()) {
            throw new IllegalArgumentException(
                    "a solution of " + steps.size() + " steps has as many judgements, got " + good.length);
        }
        double sum = 0;
        for (double probability : good) {
            sum += probability;
        }
        return sum / good.length;
    }
}
