package io.pagestream.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.engine.request.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What several sequences have in common: beginnings that are computed once, and their shares of the engine. */
class SchedulerSharesTest {

    private static final int WORD = 42;

    private final BlockPool blocks = new BlockPool(64, 16);
    private final EncoderSlots slots = new EncoderSlots(4);
    private Scheduler scheduler = scheduler(32, 2, 4);

    @Test
    void theSameBeginningIsComputedOnceAlsoWhenTwoComeAtTheSameTime() {
        scheduler = scheduler(1000, 2, 4);
        Sequence first = Sequences.onTopic(Sequences.ofPrompt(100, 5), 1, 5, 16, Terms.DEFAULT);
        Sequence second = Sequences.onTopic(Sequences.ofPrompt(100, 5), 1, 5, 16, Terms.DEFAULT);
        Sequence other = Sequences.onTopic(Sequences.ofPrompt(100, 5), 2, 5, 16, Terms.DEFAULT);
        scheduler.add(first);
        scheduler.add(second);
        scheduler.add(other);

        assertThat(step().tokens())
                .as("the second waits for the first, the third for nobody")
                .isEqualTo(200);
        assertThat(step().tokens()).as("two tokens, and what differs").isEqualTo(1 + 1 + 20);
        assertThat(scheduler.sharedTokens()).isEqualTo(80);
        assertThat(Arrays.copyOf(second.strands().get(0).blocks().blocks(), 5))
                .isEqualTo(Arrays.copyOf(first.strands().get(0).blocks().blocks(), 5));
    }

    @Test
    void aPromptThatIsWhollyRememberedComputesItsLastBlock() {
        scheduler = scheduler(1000, 2, 4);
        scheduler.add(Sequences.onTopic(Sequences.ofPrompt(64, 1), 1, 4, 16, Terms.DEFAULT));
        step();

        scheduler.add(Sequences.onTopic(Sequences.ofPrompt(64, 1), 1, 4, 16, Terms.DEFAULT));

        assertThat(step().tokens()).isEqualTo(16);
    }

    @Test
    void tilesOfARememberedBeginningAreNotEncodedAgain() {
        scheduler = scheduler(1000, 4, 4);
        scheduler.add(Sequences.onTopic(Sequences.ofTiles(4, 4, 8, 1), 1, 2, 16, Terms.DEFAULT));
        assertThat(step().tiles()).hasSize(4);

        scheduler.add(Sequences.onTopic(Sequences.ofTiles(4, 4, 8, 1), 1, 2, 16, Terms.DEFAULT));
        StepPlan plan = step();

        assertThat(plan.tiles())
                .as("the last begins inside and ends outside of what is remembered, but its vectors are still there")
                .isEmpty();
        assertThat(plan.tokens()).isEqualTo(5);
        assertThat(slots.inUse()).isZero();
    }

    @Test
    void anEncodedTileGoesWhenItsSlotIsNeeded() {
        scheduler = scheduler(1000, 4, 4);
        scheduler.add(Sequences.onTopic(Sequences.ofTiles(4, 4, 8, 1), 1, 0, 16, Terms.DEFAULT));
        assertThat(step().tiles()).hasSize(4);
        scheduler.add(Sequences.onTopic(Sequences.ofTiles(4, 3, 8, 1), 2, 0, 16, Terms.DEFAULT));
        assertThat(step().tiles()).as("another image").hasSize(3);

        scheduler.add(Sequences.onTopic(Sequences.ofTiles(4, 4, 8, 1), 1, 0, 16, Terms.DEFAULT));

        assertThat(step().tiles())
                .as("the first takes the place of the last, which was there until then")
                .hasSize(4);
    }

    @Test
    void whoWaitsForABeginningThatIsGivenUpComputesItItself() {
        Sequence first = Sequences.onTopic(Sequences.ofPrompt(100, 5), 1, 5, 16, Terms.DEFAULT);
        Sequence second = Sequences.onTopic(Sequences.ofPrompt(100, 5), 1, 5, 16, Terms.DEFAULT);
        scheduler.add(first);
        scheduler.add(second);
        step();
        assertThat(scheduler.running()).isEqualTo(1);

        scheduler.remove(first);

        assertThat(step().rows().get(0).sequence()).isSameAs(second);
        assertThat(scheduler.sharedTokens()).as("two blocks had been computed").isEqualTo(32);
    }

    @Test
    void interactiveRequestsGoFirstButABackfillDoesNotWaitForEver() {
        scheduler = scheduler(32, 2, 1);
        Terms backfill = new Terms(Terms.Priority.BACKFILL, "", Optional.empty());
        Sequence slow = Sequences.ofPrompt(1, 1, backfill);
        scheduler.add(Sequences.ofPrompt(1, 2));
        step();
        scheduler.add(slow);

        int overtook = 0;
        while (slow.finish().isEmpty()) {
            scheduler.add(Sequences.ofPrompt(1, 1));
            step();
            overtook++;
        }

        assertThat(overtook).isBetween(WaitingLine.AGEING, WaitingLine.AGEING + 3);
    }

    @Test
    void tenantsGetEqualSharesOfTheTokensHoweverManyRequestsTheySend() {
        scheduler = scheduler(64, 2, 1);
        for (int i = 0; i < 40; i++) {
            scheduler.add(Sequences.ofPrompt(10, 1, new Terms(Terms.Priority.INTERACTIVE, "many", Optional.empty())));
        }
        Terms few = new Terms(Terms.Priority.INTERACTIVE, "few", Optional.empty());
        List<Sequence> fromFew =
                List.of(Sequences.ofPrompt(10, 1, few), Sequences.ofPrompt(20, 1, few), Sequences.ofPrompt(10, 1, few));
        fromFew.forEach(scheduler::add);

        for (int i = 0; i < 9; i++) {
            step();
        }

        assertThat(fromFew).allMatch(sequence -> sequence.finish().isPresent());
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
