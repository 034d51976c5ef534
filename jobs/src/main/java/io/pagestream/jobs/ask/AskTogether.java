package io.pagestream.jobs.ask;

import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.Samples;
import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.request.Terms;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.task.Task;
import io.pagestream.models.task.TaskFamily;
import io.pagestream.models.task.TaskOptions;
import io.pagestream.models.task.TaskPlan;
import io.pagestream.models.task.TaskPrompts;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.metrics.RequestTraces;
import io.pagestream.operators.options.ReadingOptions;
import io.pagestream.operators.reading.PromptVersion;
import io.pagestream.operators.reading.SamplingHints;
import io.pagestream.schemas.CodeVersion;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks one engine about several pictures at once. Blocks until the answers are there; one thread. */
final class AskTogether {

    /** What a page of the result is when the question was about several. */
    static final int ALL_PAGES = -1;

    /** Ours: the families name no chance for questions. */
    private static final Draw CHANCE = new Draw(0.7f, 0, 0.95f, 0, 0);

    private static final String ANY_WORDS = "{}";

    private final OcrEngine engine;
    private final ReadingOptions options;
    private final boolean reasoning;
    private final int samples;
    private final Optional<RewardModel> rewardModel;
    private final TaskFamily family;
    private final TaskPrompts prompts;

    /**
     * @param reasoning whether the model is to think step by step first
     * @param samples how many answers there are to choose from; 1 for the most likely one
     * @param rewardModel chooses among them; without one they vote
     */
    AskTogether(
            OcrEngine engine,
            ReadingOptions options,
            boolean reasoning,
            int samples,
            Optional<RewardModel> rewardModel) {
        this.rewardModel = rewardModel;
        this.engine = engine;
        this.options = options;
        this.reasoning = reasoning;
        this.samples = samples;
        this.family = TaskFamily.of(engine.config().template());
        this.prompts = TaskPrompts.of(family);
    }

    /**
     * @param name of what is shown, for the result
     * @throws RecordFault when the question cannot be answered
     */
    QaResult ask(String name, Shown shown, Question question) throws RecordFault {
        TaskPlan plan = plan(question.getText(), shown);
        List<TileBatch> tiles = tiles(shown, plan);
        SamplingRule rule = SamplingHints.rule(plan, 0);
        if (samples > 1 && rule.draw().isGreedy()) {
            rule = rule.with(CHANCE);
        }
        ReadingRequest request = new ReadingRequest(plan.turns(), tiles, rule, Terms.DEFAULT, plan.adapter());
        List<Reading.Text> answers = new ArrayList<>();
        long tokens = 0;
        for (Reading reading : Samples.readFirstGreedy(engine, request, samples).join()) {
            if (reading instanceof Reading.Unreadable refused) {
                throw new RecordFault(Reasons.of(refused.reason()), refused.detail());
            }
            answers.add((Reading.Text) reading);
            RequestTraces.log(name, ALL_PAGES, "AskTogether " + (answers.size() - 1), (Reading.Text) reading);
            tokens += ((Reading.Text) reading).tokens().length;
        }
        Conclusion conclusion = rewardModel.isPresent() && samples > 1
                ? Conclusion.best(answers, scores(rewardModel.get(), shown, plan, question, answers), reasoning)
                : Conclusion.of(answers, reasoning);
        return result(name, question, conclusion, tokens, shown);
    }

    private static double[] scores(
            RewardModel model, Shown shown, TaskPlan plan, Question question, List<Reading.Text> answers)
            throws RecordFault {
        double[] scores = new double[answers.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = model.score(
                    shown, plan.maxTiles(), question.getText(), answers.get(i).text());
        }
        return scores;
    }

    private List<TileBatch> tiles(Shown shown, TaskPlan plan) throws RecordFault {
        try {
            return shown.tiles(engine.config().vision(), plan.maxTiles());
        } catch (DecodeException e) {
            throw new RecordFault(Reasons.of(e.reason()), e.getMessage(), e);
        }
    }

    private QaResult result(String name, Question question, Conclusion conclusion, long tokens, Shown shown) {
        Reading.Text chosen = conclusion.chosen();
        return QaResult.newBuilder()
                .setDocumentId(name)
                .setPage(ALL_PAGES)
                .setQuestionId(question.getId())
                .setQuestion(question.getText())
                .setAnswer(conclusion.answer())
                .setReasoning(conclusion.reasoning().orElse(null))
                .setConfidence(conclusion.confidence())
                .setFinishReason(Reasons.of(chosen.finish()))
                .setTokens((int) tokens)
                .setMilliseconds(chosen.took().toMillis())
                .setModel(engine.config().name())
                .setPromptVersion(PromptVersion.of(reasoning ? "reasoning" : "ask", family, plan(ANY_WORDS, shown)))
                .setRendererVersion(shown.renderer())
                .setCodeVersion(CodeVersion.get())
                .build();
    }

    private TaskPlan plan(String words, Shown shown) {
        TaskOptions own = TaskOptions.NONE;
        if (options.maxTiles() > 0 && !shown.images().frames()) {
            own = own.withMaxTiles(options.maxTiles());
        }
        if (options.maxAnswerTokens() > 0) {
            own = own.withMaxNewTokens(options.maxAnswerTokens());
        }
        return prompts.plan(reasoning ? Task.REASONING : Task.QUESTION, words, shown.images(), own);
    }
}
