package io.pagestream.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.StepSpans;
import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.schedule.PromptTokens;
import io.pagestream.engine.schedule.Scheduler;
import io.pagestream.engine.schedule.Sequence;
import io.pagestream.engine.schedule.Sequences;
import io.pagestream.engine.schedule.StepLimits;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.engine.schedule.StepResult;
import io.pagestream.models.language.StepInputs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepInputsBuilderTest {

    private static final int TOKENS_PER_TILE = 4;
    private static final int WORD = 42;

    private final Scheduler scheduler =
            new Scheduler(new StepLimits(10, 2, 4), new BlockPool(32, 16), new EncoderSlots(4));
    private final EncoderOutputs outputs =
            new EncoderOutputs(new HeapDevice(), 4, TOKENS_PER_TILE, 8, (pixels, scratch) -> pixels);
    private final HeapDevice.Cache cache = new HeapDevice.Cache(new CacheShape(1, 1, 8, 32, 16));
    private final StepInputsBuilder builder = new StepInputsBuilder(outputs, cache);

    @Test
    void rowsOfSeveralSequencesStandOneAfterTheOther() {
        Sequence first = Sequences.ofPrompt(3, 5);
        scheduler.add(first);
        step();
        Sequence second = Sequences.ofPrompt(20, 5);
        scheduler.add(second);

        StepInputs inputs = step();

        assertThat(inputs.tokens()).containsExactly(WORD, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008);
        List<StepSpans.Span> spans = inputs.spans().spans();
        assertThat(spans.get(0))
                .isEqualTo(new StepSpans.Span(
                        0, 1, 3, first.strands().get(0).blocks().blocks()));
        assertThat(spans.get(1))
                .isEqualTo(new StepSpans.Span(
                        1, 9, 0, second.strands().get(0).blocks().blocks()));
        assertThat(inputs.logitRows()).as("the second has more to come").containsExactly(0);
        assertThat(inputs.cache()).isSameAs(cache);
    }

    @Test
    void theLastRowOfEveryFinishedPromptIsAskedForLogits() {
        scheduler.add(Sequences.ofPrompt(3, 5));
        scheduler.add(Sequences.ofPrompt(4, 5));

        assertThat(step().logitRows()).containsExactly(2, 6);
        assertThat(step().logitRows()).containsExactly(0, 1);
    }

    @Test
    void tilesAreCutWhereStepsAreCut() {
        scheduler.add(Sequences.ofTiles(5, 3, TOKENS_PER_TILE, 5));

        StepInputs.ImageVectors first = step().images();
        assertThat(first.rows())
                .as("rows 5 to 8 are the first tile, row 9 begins the second")
                .containsExactly(5, 6, 7, 8, 9);
        assertThat(first.from()).containsExactly(0, 1, 2, 3, 4);
        StepInputs.ImageVectors second = step().images();
        assertThat(second.rows())
                .as("the rest of the second, and the third in the slot that came back")
                .containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(second.from()).containsExactly(5, 6, 7, 0, 1, 2, 3);
        StepInputs answer = step();
        assertThat(answer.images().isEmpty()).as("an answer has no images").isTrue();
        assertThat(answer.promptTokens()).containsExactly(18);
    }

    @Test
    void separatorsLieBehindTheSlots() {
        scheduler.add(Sequences.ofRow(1, 2, 2, 2, 5));

        StepInputs.ImageVectors images = step().images();

        assertThat(images.rows()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(images.from()).containsExactly(0, 1, 4, 5, 16, 2, 3, 6, 7);
    }

    @Test
    void rowsOfPromptAndAnswerAreThoseOfTheirRequestsAdapter() {
        scheduler.add(withAdapter("web", 1, 1, 1));
        scheduler.add(Sequences.ofPrompt(2, 5));
        scheduler.add(withAdapter("write", 2));
        scheduler.add(withAdapter("web", 3, 3));

        assertThat(tokensByAdapter())
                .containsOnly(Map.entry("web", List.of(1, 1, 1, 3, 3)), Map.entry("write", List.of(2)));
        assertThat(tokensByAdapter())
                .as("one token of each answer")
                .containsOnly(Map.entry("web", List.of(WORD, WORD)), Map.entry("write", List.of(WORD)));
    }

    private Map<String, List<Integer>> tokensByAdapter() {
        StepInputs inputs = step();
        Map<String, List<Integer>> tokens = new HashMap<>();
        for (StepInputs.AdapterRows each : inputs.adapters()) {
            tokens.put(
                    each.adapter(),
                    Arrays.stream(each.rows())
                            .mapToObj(row -> inputs.tokens()[row])
                            .sorted()
                            .toList());
        }
        return tokens;
    }

    private static Sequence withAdapter(String adapter, int... tokens) {
        ReadingRequest request = new ReadingRequest(List.of(), List.of(), SamplingRule.greedy(5));
        return new Sequence(
                request.withAdapter(Optional.of(adapter)),
                PromptTokens.ofText(tokens),
                List.of(),
                5,
                Set.of(Sequences.STOP));
    }

    private StepInputs step() {
        StepPlan plan = scheduler.plan();
        StepInputs inputs = builder.build(plan);
        int[] tokens = new int[plan.answering().size()];
        Arrays.fill(tokens, WORD);
        scheduler.commit(plan, new StepResult(tokens, new float[tokens.length], 0, 0));
        return inputs;
    }
}
