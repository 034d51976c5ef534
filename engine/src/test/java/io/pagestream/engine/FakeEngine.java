package io.pagestream.engine;

import io.pagestream.compute.CacheShape;
import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.schedule.Scheduler;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.engine.schedule.StepResult;
import io.pagestream.engine.schedule.StepRunner;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.prompt.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** Engines whose device is a line of Java: each answer repeats its prompt from the beginning. */
final class FakeEngine {

    static final int BLOCKS = 16;
    static final int BLOCK_TOKENS = 16;
    static final CacheShape CACHE = cache(BLOCKS);

    private FakeEngine() {}

    static CacheShape cache(int blocks) {
        return new CacheShape(1, 1, 8, blocks, BLOCK_TOKENS);
    }

    /** Repeats the prompt: the n-th token of an answer is the n-th of its prompt. */
    static StepResult repeatPrompt(StepPlan plan) {
        int[] tokens = plan.answering().stream()
                .flatMapToInt(rows -> IntStream.range(0, rows.choices())
                        .map(guesses -> rows.token(rows.strand().answer().length + guesses)))
                .toArray();
        return new StepResult(tokens, new float[tokens.length], 3, 5);
    }

    static StepRunner repeating() {
        return new Runner(FakeEngine::repeatPrompt);
    }

    /** Computes a step only when there is a permit. */
    static StepRunner repeatingWith(Semaphore permits) {
        return new Runner(plan -> {
            permits.acquireUninterruptibly();
            return repeatPrompt(plan);
        });
    }

    record Runner(java.util.function.Function<StepPlan, StepResult> steps) implements StepRunner {

        @Override
        public StepResult run(StepPlan plan) {
            return steps.apply(plan);
        }

        @Override
        public void close() {}
    }

    static Scheduler scheduler(EngineOptions options) {
        return new Scheduler(EngineSizes.limits(options), new BlockPool(BLOCKS, BLOCK_TOKENS), new EncoderSlots(8));
    }

    static EngineParts parts(EngineOptions options, StepRunner runner, AutoCloseable device) {
        return new EngineParts(
                new FakeModel(), scheduler(options), runner, new CacheShape(1, 1, 8, BLOCKS, BLOCK_TOKENS), device);
    }

    /** @param name tells engines apart, for nothing is loaded */
    static EngineOptions options(String name, int maxRunning, int maxWaiting) {
        return new EngineOptions(
                name, "fake", 1 << 20, 16, 2, true, maxRunning, maxWaiting, Duration.ofMinutes(10), Duration.ZERO);
    }

    static ReadingRequest ask(String question, int maxTokens) {
        return new ReadingRequest(List.of(Turn.user(question)), List.of(), SamplingRule.greedy(maxTokens));
    }

    static ReadingRequest askAboutTiles(String question, int tiles, int side) {
        List<Turn.Part> parts = new ArrayList<>();
        parts.add(new Turn.Text(question));
        parts.add(new Turn.Image());
        parts.add(new Turn.Text("?"));
        return new ReadingRequest(
                List.of(new Turn(Turn.Role.USER, parts)),
                List.of(TileBatch.of(tiles, side, new byte[tiles * side * side * 3])),
                SamplingRule.greedy(4));
    }
}
