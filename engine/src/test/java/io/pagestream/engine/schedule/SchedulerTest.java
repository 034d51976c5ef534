package io.pagestream.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.engine.request.Reading;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final int WORD = 42;

    private final BlockPool blocks = new BlockPool(64, 16);
    private final EncoderSlots slots = new EncoderSlots(4);
    private Scheduler scheduler = scheduler(32, 2, 4);

    @Test
    void aLongPromptIsSpreadOverSeveralSteps() {
        scheduler.add(Sequences.ofPrompt(80, 10));

        assertThat(step().tokens()).isEqualTo(32);
        assertThat(step().tokens()).isEqualTo(32);
        assertThat(step().tokens()).isEqualTo(16);
        assertThat(step().tokens()).as("one token at a time from here").isEqualTo(1);
    }

    @Test
    void onlyTheLastPieceOfAPromptIsAskedForAToken() {
        scheduler.add(Sequences.ofPrompt(40, 10));

        assertThat(step().answering()).isEmpty();
        assertThat(step().answering()).hasSize(1);
    }

    @Test
    void anAnswerGetsItsTokenInEveryStepOfALongPrompt() {
        Sequence answering = Sequences.ofPrompt(4, 100);
        scheduler.add(answering);
        step();
        scheduler.add(Sequences.ofPrompt(100, 10));

        for (int before = 1; before <= 3; before++) {
            assertThat(answering.answer()).hasSize(before);
            StepPlan plan = step();
            assertThat(plan.tokens()).isEqualTo(32);
            assertThat(plan.rows().get(0).sequence()).as("answers come first").isSameAs(answering);
        }
    }

    @Test
    void promptsAreComputedInTheOrderOfTheirArrival() {
        Sequence first = Sequences.ofPrompt(20, 10);
        Sequence second = Sequences.ofPrompt(20, 10);
        scheduler.add(first);
        scheduler.add(second);

        step();

        assertThat(first.computed()).isEqualTo(20);
        assertThat(second.computed()).isEqualTo(12);
    }

    @Test
    void noMoreSequencesRunThanAllowed() {
        for (int i = 0; i < 6; i++) {
            scheduler.add(Sequences.ofPrompt(2, 10));
        }

        step();

        assertThat(scheduler.running()).isEqualTo(4);
        assertThat(scheduler.waiting()).isEqualTo(2);
    }

    @Test
    void aSequenceWaitsUntilTheBlocksForItsPromptAreThere() {
        Sequence large = Sequences.ofPrompt(500, 2);
        Sequence larger = Sequences.ofPrompt(600, 100);
        Sequence small = Sequences.ofPrompt(1, 9);
        scheduler.add(large);
        scheduler.add(larger);
        scheduler.add(small);

        step();
        assertThat(scheduler.running()).isEqualTo(1);
        assertThat(scheduler.waiting()).as("the small one does not overtake").isEqualTo(2);

        scheduler.remove(large);
        step();
        assertThat(scheduler.running()).isEqualTo(2);
        assertThat(larger.strands().get(0).blocks().tokens()).isEqualTo(608);
    }

    @Test
    void theYoungestMakesRoomForAnAnswerAndIsComputedAgain() {
        Sequence elder = Sequences.ofPrompt(480, 100);
        Sequence younger = Sequences.ofPrompt(500, 100);
        scheduler = scheduler(1000, 2, 4);
        scheduler.add(elder);
        scheduler.add(younger);
        while (scheduler.madeRoom() == 0) {
            step();
        }

        assertThat(younger.strands().get(0).blocks().blocks()).isEmpty();
        assertThat(scheduler.waiting()).isEqualTo(1);
        int[] before = younger.answer();
        assertThat(before).isNotEmpty();
        Sequence late = Sequences.ofPrompt(1, 1);
        scheduler.add(late);
        while (elder.finish().isEmpty()) {
            step();
            assertThat(late.strands().get(0).blocks().blocks())
                    .as("goes behind what waits again")
                    .isEmpty();
        }
        while (younger.finish().isEmpty()) {
            step();
        }
        assertThat(younger.answer()).hasSize(100).startsWith(before);
        assertThat(blocks.inUse()).isZero();
    }

    @Test
    void aSequenceLargerThanTheCacheIsNotTaken() {
        assertThatThrownBy(() -> scheduler.add(Sequences.ofPrompt(1000, 26)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1025 tokens needs 65 blocks, the whole cache has 64");
    }

    @Test
    void theLastTokenOfAnAnswerNeedsNoPlaceInTheCache() {
        Sequence exact = Sequences.ofPrompt(1000, 25);
        scheduler.add(exact);

        while (exact.finish().isEmpty()) {
            step();
        }

        assertThat(exact.answer()).hasSize(25);
        assertThat(exact.computed()).isEqualTo(1024);
    }

    @Test
    void aStopTokenEndsAnAnswerAndIsItsLastToken() {
        Sequence sequence = Sequences.ofPrompt(3, 10);
        scheduler.add(sequence);
        step();

        StepPlan plan = scheduler.plan();
        List<Sequence> finished = scheduler.commit(plan, tokens(plan, Sequences.STOP));

        assertThat(finished).containsExactly(sequence);
        assertThat(sequence.finish()).contains(Reading.Finish.STOP);
        assertThat(sequence.answer()).containsExactly(WORD, Sequences.STOP);
        assertThat(blocks.inUse()).isZero();
        assertThat(scheduler.plan().isEmpty()).isTrue();
    }

    @Test
    void anAnswerEndsWhereItsRoomEnds() {
        Sequence sequence = Sequences.ofPrompt(3, 2);
        scheduler.add(sequence);

        step();
        step();

        assertThat(sequence.finish()).contains(Reading.Finish.LENGTH);
        assertThat(sequence.answer()).containsExactly(WORD, WORD);
    }

    @Test
    void confidenceIsTheGeometricMeanOfTheProbabilities() {
        Sequence sequence = Sequences.ofPrompt(3, 2);
        scheduler.add(sequence);
        StepPlan first = scheduler.plan();
        scheduler.commit(first, new StepResult(new int[] {WORD}, new float[] {(float) Math.log(0.5)}, 0, 0));
        StepPlan second = scheduler.plan();
        scheduler.commit(second, new StepResult(new int[] {WORD}, new float[] {(float) Math.log(0.125)}, 0, 0));

        assertThat(sequence.confidence()).isCloseTo(0.25, org.assertj.core.data.Offset.offset(1e-6));
    }

    /** Logarithms of probabilities are rounded, and may come out above zero; such an answer was refused as none. */
    @Test
    void confidenceIsAtMostOne() {
        Sequence sequence = Sequences.ofPrompt(3, 2);
        scheduler.add(sequence);
        scheduler.commit(scheduler.plan(), new StepResult(new int[] {WORD}, new float[] {1e-6f}, 0, 0));

        assertThat(sequence.confidence()).isEqualTo(1);
    }

    @Test
    void tilesAreEncodedInTheStepThatNeedsThem() {
        scheduler.add(Sequences.ofTiles(3, 2, 4, 10));

        StepPlan plan = step();

        assertThat(plan.tiles()).hasSize(2);
        assertThat(plan.tokens()).isEqualTo(12);
        assertThat(slots.inUse()).as("their rows are computed").isZero();
    }

    @Test
    void rowsWaitForTilesBeyondTheEncodersStep() {
        Sequence sequence = Sequences.ofTiles(3, 5, 4, 10);
        scheduler.add(sequence);

        assertThat(step().tokens()).as("text and two tiles").isEqualTo(11);
        assertThat(step().tokens()).as("two tiles").isEqualTo(8);
        assertThat(step().tokens()).as("one tile and the last token").isEqualTo(5);
    }

    @Test
    void theEncoderRunsAheadOnlyAsFarAsThereAreSlots() {
        scheduler = scheduler(4, 3, 4);
        scheduler.add(Sequences.ofTiles(0, 8, 4, 10));

        assertThat(step().tiles()).hasSize(3);
        assertThat(step().tiles()).as("one slot came back, one was left").hasSize(2);
        assertThat(step().tiles()).hasSize(1);
        assertThat(slots.inUse()).isEqualTo(3);
    }

    @Test
    void spareRoomOfTheEncoderGoesToTheNextSequence() {
        Sequence first = Sequences.ofTiles(1, 1, 4, 10);
        Sequence second = Sequences.ofTiles(1, 3, 4, 10);
        scheduler.add(first);
        scheduler.add(second);

        StepPlan plan = step();

        assertThat(plan.tiles().stream().map(StepPlan.Tile::sequence)).containsExactly(first, second);
        assertThat(second.computed()).isEqualTo(5);
    }

    @Test
    void whatASequenceHeldComesBackWhenItIsTakenOut() {
        scheduler = scheduler(4, 3, 4);
        Sequence sequence = Sequences.ofTiles(0, 8, 4, 10);
        scheduler.add(sequence);
        step();
        assertThat(slots.inUse()).isPositive();

        scheduler.remove(sequence);

        assertThat(slots.inUse()).isZero();
        assertThat(blocks.inUse()).isZero();
        assertThat(scheduler.running()).isZero();
    }

    @Test
    void takingOutASequenceThatHasLeftChangesNothing() {
        Sequence sequence = Sequences.ofPrompt(3, 1);
        scheduler.add(sequence);
        step();
        assertThat(sequence.finish()).isPresent();

        scheduler.remove(sequence);

        assertThat(blocks.inUse()).isZero();
    }

    @Test
    void aResultForAnotherNumberOfSequencesIsABrokenInvariant() {
        scheduler.add(Sequences.ofPrompt(3, 5));
        StepPlan plan = scheduler.plan();

        assertThatThrownBy(() -> scheduler.commit(plan, new StepResult(new int[2], new float[2], 0, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was to choose 1 tokens, it chose 2");
    }

    @Test
    void aTileThatStandsOutsideItsPromptIsRefused() {
        assertThatThrownBy(() -> new PromptTokens(new int[5], new int[5], List.of(new TilePlace(2, 6, 0, 0)), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a tile from token 2 to 6 does not fit");
    }

    @Test
    void tilesThatStandSideBySideAreKeptTogether() {
        Sequence first = Sequences.ofRow(2, 3, 5, 4, 2);
        Sequence second = Sequences.ofRow(2, 3, 5, 4, 2);
        scheduler.add(first);
        scheduler.add(second);

        assertThat(step().tiles()).as("two in a step, three places taken").hasSize(2);
        assertThat(slots.inUse()).isEqualTo(3);
        assertThat(step().tiles())
                .as("the second needs three places, one is left")
                .hasSize(1);
        step();
        assertThat(slots.inUse()).as("the first is past its tiles").isZero();
        step();
        assertThat(slots.inUse()).as("the second has its own").isEqualTo(3);
        for (int i = 0; i < 10; i++) {
            step();
        }
        assertThat(scheduler.running()).isZero();
        assertThat(slots.inUse()).isZero();
    }

    @Test
    void moreTilesSideBySideThanThereArePlacesForAreRefused() {
        assertThatThrownBy(() -> scheduler.add(Sequences.ofRow(2, 5, 2, 4, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 5 encoded tiles at the same time, there is room for 4");
    }

    private Scheduler scheduler(int tokensPerStep, int tilesPerStep, int maxRunning) {
        return new Scheduler(new StepLimits(tokensPerStep, tilesPerStep, maxRunning), blocks, slots);
    }

    private StepPlan step() {
        StepPlan plan = scheduler.plan();
        scheduler.commit(plan, tokens(plan, WORD));
        return plan;
    }

    private static StepResult tokens(StepPlan plan, int token) {
        int[] tokens = new int[plan.answering().size()];
        Arrays.fill(tokens, token);
        return new StepResult(tokens, new float[tokens.length], 0, 0);
    }
}
