package io.pagestream.jobs.bench;

import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.AnswerForm;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What it costs to keep answers to a JSON schema: the time that the engine counts in masks over the time that it counts in decode
 * steps, of the same answers. So nothing is the difference of two runs but the prompts, whose time is taken off. Every prompt is
 * new to its engine, and the model's weights decide what is written between the quotes.
 */
final class BenchMasks {

    /** Room for any answer to {@link #INVOICE} that a person would write. */
    private static final int TOKENS = 256;

    private static final int WARM = 16;

    /** @param json with a title that may be put in place of %s, which makes it new to the engine and changes no answer */
    record Schema(String name, String json) {

        private AnswerForm titled(String title) {
            return new AnswerForm.Json(json.replace("%s", title));
        }
    }

    /** Strings, a date, numbers, a choice, a list of objects. */
    static final Schema INVOICE = new Schema("invoice", """
        {"type":"object","title":"%s","properties":{
          "number":{"type":"string","minLength":1,"maxLength":20},
          "date":{"type":"string","format":"date"},
          "currency":{"enum":["EUR","USD","JPY",null]},
          "lines":{"type":"array","maxItems":5,"items":{"type":"object","properties":{
             "text":{"type":"string","maxLength":40},
             "count":{"type":"integer","minimum":1,"maximum":999},
             "price":{"type":"number","minimum":0,"multipleOf":0.01}},
             "required":["text","price"],"additionalProperties":false}},
          "total":{"type":"number"}},
         "required":["number","date","currency","lines","total"],"additionalProperties":false}\
        """);

    /** One string of any length. */
    static final Schema TEXT = new Schema("free text", """
        {"type":"object","title":"%s","properties":{"text":{"type":"string"}},
         "required":["text"],"additionalProperties":false}\
        """);

    /**
     * @param share of the time of decode steps, 1 for all of it
     * @param microseconds a token
     * @param batch answers that a step worked on, on average: some are done before the others
     */
    record Cost(double share, double microseconds, double batch) {}

    /**
     * The first use of a schema.
     *
     * @param compileSeconds from the schema to an automaton
     * @param share of the time of decode steps of its first answer, when no mask is remembered
     */
    record FirstUse(double compileSeconds, double share) {}

    private final OcrEngine engine;
    private final Repeats repeats;
    private int prompts;

    BenchMasks(OcrEngine engine, Repeats repeats) {
        this.engine = engine;
        this.repeats = repeats;
    }

    /** Seconds that the first form of all takes: mostly to look through the vocabulary. Once for each engine. */
    double secondsOfVocabulary() {
        return ask(1, new AnswerForm.OneOf(List.of("yes", "no"))).compileSeconds;
    }

    FirstUse firstUse(Schema schema) {
        List<Double> compile = new ArrayList<>();
        double share = repeats.median(() -> {
            Spent spent = answers(1, schema.titled("first use " + prompts));
            compile.add(spent.compileSeconds);
            return spent.maskSeconds / spent.stepSeconds;
        });
        return new FirstUse(median(compile), share);
    }

    /** Answers to other questions have met most of the masks before. */
    Cost steady(Schema schema, int batch) {
        AnswerForm form = schema.titled("steady");
        ask(WARM, form);
        List<Double> microseconds = new ArrayList<>();
        List<Double> together = new ArrayList<>();
        double share = repeats.median(() -> {
            Spent spent = answers(batch, form);
            microseconds.add(spent.maskSeconds / spent.tokens * 1e6);
            together.add(spent.batch);
            return spent.maskSeconds / spent.stepSeconds;
        });
        return new Cost(share, median(microseconds), median(together));
    }

    private static double median(List<Double> values) {
        return new Repeats(values.size()).median(values.iterator()::next);
    }

    /** What answers of a form took, without their prompts. */
    private Spent answers(int batch, AnswerForm form) {
        double ofPrompts = ask(batch, SamplingRule.greedy(1)).stepSeconds;
        Spent all = ask(batch, form);
        return new Spent(all.compileSeconds, all.maskSeconds, all.stepSeconds - ofPrompts, all.tokens, all.batch);
    }

    private Spent ask(int batch, AnswerForm form) {
        return ask(batch, SamplingRule.greedy(TOKENS).with(form));
    }

    private Spent ask(int batch, SamplingRule rule) {
        EngineStats before = engine.stats();
        List<CompletableFuture<Reading>> open = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            String words = ++prompts + " form" + " page".repeat(8);
            open.add(engine.submit(new ReadingRequest(List.of(Turn.user(words)), List.of(), rule)));
        }
        for (CompletableFuture<Reading> each : open) {
            if (each.join() instanceof Reading.Unreadable refused) {
                throw new CommandFailure("the engine refused to be measured: " + refused.detail());
            }
        }
        EngineStats after = engine.stats();
        return new Spent(
                (after.formNanos() - before.formNanos()) / 1e9,
                (after.maskNanos() - before.maskNanos()) / 1e9,
                (after.stepNanos() - before.stepNanos()) / 1e9,
                after.answerTokens() - before.answerTokens(),
                (double) (after.batched() - before.batched()) / (after.steps() - before.steps()));
    }

    private record Spent(double compileSeconds, double maskSeconds, double stepSeconds, long tokens, double batch) {}
}
