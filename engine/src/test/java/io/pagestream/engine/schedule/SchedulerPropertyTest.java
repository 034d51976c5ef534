package io.pagestream.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.engine.request.Terms;
import io.pagestream.imaging.tile.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of random steps with arrivals and departures; after each of them everything must add up. */
class SchedulerPropertyTest {

    private static final int STEPS = 3000;
    private static final Fingerprint ALONE = new Fingerprint(-1, -1, -1, -1);

    private final Map<Sequence, Integer> stepsInside = new LinkedHashMap<>();
    private static long shared;
    private static long madeRoom;

    @AfterAll
    static void everyCaseWasThere() {
        assertThat(shared).as("tokens that were not computed twice").isPositive();
        assertThat(madeRoom).as("sequences that made room").isPositive();
    }

    private Random random;
    private StepLimits limits;
    private BlockPool blocks;
    private EncoderSlots slots;
    private Scheduler scheduler;
    private int finished;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingAddsUpAfterEveryStepAndEverySequenceLeaves(long seed) {
        random = new Random(seed);
        int maxRunning = 1 + random.nextInt(8);
        limits = new StepLimits(maxRunning + random.nextInt(40), 1 + random.nextInt(4), maxRunning);
        blocks = new BlockPool(8 + random.nextInt(60), 16);
        slots = new EncoderSlots(1 + random.nextInt(8));
        scheduler = new Scheduler(limits, blocks, slots);

        for (int step = 0; step < STEPS; step++) {
            arrive();
            depart();
            step();
        }
        for (int step = 0; !stepsInside.isEmpty(); step++) {
            assertThat(step).as("steps until the last one has left").isLessThan(100_000);
            step();
        }

        assertThat(finished).isGreaterThan(100);
        shared += scheduler.sharedTokens();
        madeRoom += scheduler.madeRoom();
        assertThat(scheduler.plan().isEmpty()).isTrue();
        assertThat(blocks.inUse()).isZero();
        assertThat(slots.inUse()).isZero();
    }

    private void arrive() {
        if (stepsInside.size() > 30 || random.nextInt(3) > 0) {
            return;
        }
        int maxAnswer = 1 + random.nextInt(30);
        Sequence plain = switch (random.nextInt(3)) {
            case 0 -> Sequences.ofPrompt(1 + random.nextInt(90), maxAnswer);
            case 1 -> Sequences.ofTiles(random.nextInt(5), 1 + random.nextInt(9), 1 + random.nextInt(9), maxAnswer);
            default ->
                Sequences.ofRow(
                        random.nextInt(5), 1 + random.nextInt(slots.slots()), 1 + random.nextInt(4), 3, maxAnswer);
        };
        Terms terms = new Terms(
                random.nextInt(3) == 0 ? Terms.Priority.BACKFILL : Terms.Priority.INTERACTIVE,
                "tenant " + random.nextInt(3),
                Optional.empty());
        Sequence sequence = Sequences.onTopic(plain, random.nextInt(4), random.nextInt(6), 16, terms);
        if (blocks.blocksFor(sequence.mostComputed()) <= blocks.blocks()) {
            scheduler.add(sequence);
            stepsInside.put(sequence, 0);
        }
    }

    /** Cancelled or too late: for a scheduler it is the same. */
    private void depart() {
        if (!stepsInside.isEmpty() && random.nextInt(20) == 0) {
            Sequence sequence = new ArrayList<>(stepsInside.keySet()).get(random.nextInt(stepsInside.size()));
            scheduler.remove(sequence);
            stepsInside.remove(sequence);
            assertThat(sequence.blocks().blocks()).isEmpty();
        }
    }

    private void step() {
        StepPlan plan = scheduler.plan();
        assertThat(plan.isEmpty()).as("there is progress while anybody is here").isEqualTo(stepsInside.isEmpty());
        checkPlan(plan);
        checkMemory();
        Sequence eldest =
                stepsInside.isEmpty() ? null : stepsInside.keySet().iterator().next();
        int[] tokens = plan.answering().stream()
                .mapToInt(sequence -> random.nextInt(40) == 0 ? Sequences.STOP : 42)
                .toArray();
        List<Sequence> done = scheduler.commit(plan, new StepResult(tokens, new float[tokens.length], 0, 0));
        finished += done.size();
        assertThat(stepsInside.keySet()).containsAll(done);
        stepsInside.keySet().removeAll(done);
        if (eldest != null && stepsInside.containsKey(eldest)) {
            // Sooner or later it is interactive, its tenant the least served, and it the most important of all.
            assertThat(stepsInside.merge(eldest, 1, Integer::sum)).isLessThan(4000);
        }
    }

    private void checkPlan(StepPlan plan) {
        assertThat(plan.tokens()).isLessThanOrEqualTo(limits.tokensPerStep());
        assertThat(plan.tiles()).hasSizeLessThanOrEqualTo(limits.tilesPerStep());
        Set<Sequence> seen = new HashSet<>();
        for (StepPlan.Rows rows : plan.rows()) {
            assertThat(seen.add(rows.sequence())).as("no sequence twice").isTrue();
            assertThat(rows.from()).isEqualTo(rows.sequence().computed());
            assertThat(rows.from() + rows.count())
                    .isLessThanOrEqualTo(rows.sequence().known())
                    .isLessThanOrEqualTo(rows.sequence().blocks().tokens());
            for (int tile = 0; tile < rows.sequence().tiles().size(); tile++) {
                int start = rows.sequence().tiles().get(tile).firstToken();
                int end = rows.sequence().tiles().get(tile).endToken();
                if (start < rows.from() + rows.count() && end > rows.from()) {
                    assertThat(rows.sequence().slot(tile)).isBetween(0, slots.slots() - 1);
                }
            }
        }
        stepsInside.keySet().stream()
                .filter(sequence -> sequence.due() == 1 && sequence.blocks().tokens() > 0)
                .filter(sequence -> sequence.known() > sequence.promptTokens())
                .forEach(sequence ->
                        assertThat(seen).as("an answer goes on in every step").contains(sequence));
    }

    private void checkMemory() {
        Map<Integer, Fingerprint> owned = new HashMap<>();
        for (Sequence sequence : stepsInside.keySet()) {
            int[] table = sequence.blocks().blocks();
            for (int i = 0; i < table.length; i++) {
                boolean remembered = i
                        < Math.min(
                                sequence.rememberedBlocks(),
                                sequence.beginnings().size());
                Fingerprint content = remembered ? sequence.beginnings().get(i) : ALONE;
                Fingerprint other = owned.put(table[i], content);
                if (other != null) {
                    assertThat(content)
                            .as("two tables share a block of one content")
                            .isEqualTo(other);
                    assertThat(content).as("a block that is written to").isNotEqualTo(ALONE);
                }
            }
        }
        assertThat(owned).hasSize(blocks.inUse());
        assertThat(scheduler.running()).isLessThanOrEqualTo(limits.maxRunning());
        assertThat(scheduler.running() + scheduler.waiting()).isEqualTo(stepsInside.size());
    }
}
