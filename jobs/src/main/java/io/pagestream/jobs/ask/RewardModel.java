package io.pagestream.jobs.ask;

import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.Scores;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.prompt.Turn;
import io.pagestream.models.task.SolutionSteps;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import java.util.ArrayList;
import java.util.List;

/**
 * A model such as VisualPRM that says how good each step of a solution is: the probability of "+" against "-". Blocks until
 * its engine has answered; one thread.
 */
final class RewardModel {

    private final OcrEngine engine;

    RewardModel(OcrEngine engine) {
        this.engine = engine;
    }

    /**
     * @return the mean over the steps of {@code solution}, 0 to 1
     * @throws RecordFault when the pictures or the dialogue cannot be given to the model
     */
    double score(Shown shown, int maxTiles, String question, String solution) throws RecordFault {
        SolutionSteps steps = SolutionSteps.of(solution);
        List<TileBatch> tiles;
        try {
            tiles = shown.tiles(engine.config().vision(), maxTiles);
        } catch (DecodeException e) {
            throw new RecordFault(Reasons.of(e.reason()), e.getMessage(), e);
        }
        List<Turn> dialogue = new ArrayList<>(
                steps.judged(asked(question, tiles.size()), steps.steps().size() - 1));
        dialogue.add(Turn.assistant(SolutionSteps.judgements().get(0)));
        ReadingRequest request = new ReadingRequest(dialogue, tiles, SamplingRule.greedy(1));
        List<Reading> judged =
                Scores.of(engine, request, SolutionSteps.judgements()).join();
        double[] good = new double[judged.size()];
        for (int step = 0; step < good.length; step++) {
            good[step] = good(judged.get(step));
        }
        return steps.score(good);
    }

    /** The pictures in front of the question, as InternVL's evaluators show them. */
    private static List<Turn.Part> asked(String question, int pictures) {
        List<Turn.Part> parts = new ArrayList<>();
        for (int picture = 1; picture <= pictures; picture++) {
            parts.add(new Turn.Text(pictures > 1 ? "Image-" + picture + ": " : ""));
            parts.add(new Turn.Image());
            parts.add(new Turn.Text("\n"));
        }
        parts.add(new Turn.Text(question));
        return parts;
    }

    private static double good(Reading judged) throws RecordFault {
        if (judged instanceof Reading.Weights weights) {
            double plus = Math.exp(weights.logProbabilities()[0]);
            double minus = Math.exp(weights.logProbabilities()[1]);
            return plus / (plus + minus);
        }
        Reading.Unreadable refused = (Reading.Unreadable) judged;
        throw new RecordFault(Reasons.of(refused.reason()), "the reward model says: " + refused.detail());
    }
}
