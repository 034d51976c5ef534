package io.pagestream.jobs.bench;

import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What guessing is worth: the same questions to an engine that does not guess and to one that does, one at a time. At its best the
 * answer itself is the text to copy from. At its worst nothing fits: the answer is drawn at temperature 1 and the text is about
 * something else. Every prompt is new to its engine.
 */
final class BenchGuesses {

    private static final String ELSE = "the quick brown fox jumps over the lazy dog and runs away from it ";

    /** @param seconds in the decoder, prompts included; @param accepted right guesses; @param drafted all guesses */
    private record Answers(List<Reading.Text> texts, double seconds, long steps, long accepted, long drafted) {}

    /**
     * @param speedUp time without guesses over time with them
     * @param accepted right guesses a step: tokens that came beside the one of the step
     * @param right share of the guesses that were right
     */
    record Worth(double speedUp, double accepted, double right) {}

    private final OcrEngine plain;
    private final OcrEngine guessing;
    private final int repeats;
    private final int tokens;

    BenchGuesses(OcrEngine plain, OcrEngine guessing, int repeats, int tokens) {
        this.plain = plain;
        this.guessing = guessing;
        this.repeats = repeats;
        this.tokens = tokens;
    }

    Worth atBest() {
        return compare("best", Draw.GREEDY, true);
    }

    Worth atWorst() {
        return compare("worst", new Draw(1, 0, 1, 0, 7), false);
    }

    private Worth compare(String name, Draw draw, boolean fitting) {
        ask(plain, name + " warm", draw, List.of()); // twice, because code is compiled on the way
        Answers without = ask(plain, name, draw, List.of());
        List<String> references = without.texts.stream()
                .map(text -> fitting ? text.textWithSpecial() : ELSE.repeat(20))
                .toList();
        ask(guessing, name + " warm", draw, references);
        Answers with = ask(guessing, name, draw, references);
        for (int i = 0; i < repeats; i++) {
            if (!Arrays.equals(without.texts.get(i).tokens(), with.texts.get(i).tokens())) {
                throw new CommandFailure("an answer changed when it was guessed, which must not be on a device that"
                        + " rounds each row alike; question " + i + " of " + repeats);
            }
        }
        return new Worth(
                without.seconds / with.seconds,
                (double) with.accepted / with.steps,
                with.drafted == 0 ? 0 : (double) with.accepted / with.drafted);
    }

    private Answers ask(OcrEngine engine, String name, Draw draw, List<String> references) {
        List<Reading.Text> texts = new ArrayList<>();
        EngineStats before = engine.stats();
        for (int i = 0; i < repeats; i++) {
            ReadingRequest request = new ReadingRequest(
                    List.of(Turn.user(i + " " + name + " page".repeat(8))),
                    List.of(),
                    SamplingRule.greedy(tokens).with(draw).withoutEnd());
            Reading reading = engine.submit(references.isEmpty() ? request : request.withReference(references.get(i)))
                    .join();
            if (reading instanceof Reading.Unreadable refused) {
                throw new CommandFailure("the engine refused to be measured: " + refused.detail());
            }
            texts.add((Reading.Text) reading);
        }
        EngineStats after = engine.stats();
        return new Answers(
                texts,
                (after.stepNanos() - before.stepNanos()) / 1e9,
                after.steps() - before.steps(),
                after.accepted() - before.accepted(),
                after.drafted() - before.drafted());
    }
}
