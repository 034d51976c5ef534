package io.pagestream.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.engine.draft.Drafter;
import io.pagestream.engine.request.Beams;
import io.pagestream.engine.request.Terms;
import io.pagestream.imaging.tile.Fingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of random steps with arrivals, departures and guesses of which some are right; after each of them everything
 * must add up, and each answer is the one that its sequence would get alone.
 */
class SchedulerPropertyTest {

    private static final int STEPS = 3000;
    private static final int BLOCK = 16;
    private static final Fingerprint ALONE = new Fingerprint(-1, -1, -1, -1);

    private final Map<Sequence, Integer> stepsInside = new LinkedHashMap<>();
    private static long shared;
    private static long madeRoom;
    private static long copies;
    private static long drafted;
    private static long accepted;

    @AfterAll
    static void everyCaseWasThere() {
        assertThat(shared).as("tokens that were not computed twice").isPositive();
        assertThat(madeRoom).as("sequences that made room").isPositive();
        assertThat(copies).as("blocks of beams that forked").isPositive();
        assertThat(accepted).as("guesses that were right").isBetween(1L, drafted - 1);
    }

    private final Map<Sequence, int[]> alone = new HashMap<>(); // what a model says to each, in no company

    private Random random;
    private StepLimits limits;
    private BlockPool blocks;
    private EncoderSlots slots;
    private Scheduler scheduler;
    private int finished;
    private int[] cached; // the token in each place of the cache

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingAddsUpAfterEveryStepAndEverySequenceLeaves(long seed) {
        random = new Random(seed);
        int maxRunning = 1 + random.nextInt(8);
        int tokensPerStep = maxRunning + random.nextInt(40);
        limits = new StepLimits(
                tokensPerStep, 1 + random.nextInt(4), maxRunning, random.nextInt(Math.min(20, tokensPerStep)));
        blocks = new BlockPool(8 + random.nextInt(60), BLOCK);
        slots = new EncoderSlots(1 + random.nextInt(8));
        scheduler = new Scheduler(limits, blocks, slots);
        cached = new int[blocks.blocks() * BLOCK];

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
        assertThat(scheduler.running()).isZero();
        shared += scheduler.sharedTokens();
        madeRoom += scheduler.madeRoom();
        drafted += scheduler.drafted();
        accepted += scheduler.accepted();
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
        if (random.nextInt(3) == 0) {
            int width = 1 + random.nextInt(limits.maxRunning());
            sequence = Sequences.searching(sequence, new Beams(width, random.nextInt(3) - 1));
        }
        if (sequence.width() == 1) {
            int[] answer = random.ints(maxAnswer, 0, 50)
                    .map(token -> token == 0 ? Sequences.STOP : 40 + token)
                    .toArray();
            alone.put(sequence, answer);
            int wrong = random.nextInt(3); // all right, some wrong, half wrong
            int[] reference = Arrays.stream(answer)
                    .map(token -> random.nextInt(4) < wrong ? 40 + random.nextInt(50) : token)
                    .toArray();
            sequence.guess(new Drafter(List.of(reference)));
        }
        if (sequence.mostBlocks(BLOCK) <= blocks.blocks()) {
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
            assertThat(sequence.strands())
                    .allSatisfy(strand -> assertThat(strand.blocks().blocks()).isEmpty());
        }
    }

    private void step() {
        StepPlan plan = scheduler.plan();
        assertThat(plan.isEmpty()).as("there is progress while anybody is here").isEqualTo(stepsInside.isEmpty());
        checkPlan(plan);
        checkMemory();
        Sequence eldest =
                stepsInside.isEmpty() ? null : stepsInside.keySet().iterator().next();
        computeIntoCache(plan);
        List<Sequence> done = scheduler.commit(plan, choose(plan));
        finished += done.size();
        done.forEach(this::checkAnswer);
        assertThat(stepsInside.keySet()).containsAll(done);
        stepsInside.keySet().removeAll(done);
        if (eldest != null && stepsInside.containsKey(eldest)) {
            // Sooner or later it is interactive, its tenant the least served, and it the most important of all.
            assertThat(stepsInside.merge(eldest, 1, Integer::sum)).isLessThan(4000);
        }
    }

    /** What a model might choose: different tokens for each beam, the likeliest first. */
    private StepResult choose(StepPlan plan) {
        List<Integer> tokens = new ArrayList<>();
        List<Float> logProbabilities = new ArrayList<>();
        for (StepPlan.Rows rows : plan.answering()) {
            int choices;
            if (alone.containsKey(rows.sequence())) {
                choices = sayTheOneAnswer(rows, tokens);
            } else {
                Set<Integer> chosen = new LinkedHashSet<>();
                while (chosen.size() < rows.choices()) {
                    chosen.add(random.nextInt(40) == 0 ? Sequences.STOP : 40 + random.nextInt(50));
                }
                tokens.addAll(chosen);
                choices = chosen.size();
            }
            float likely = 0;
            for (int i = 0; i < choices; i++) {
                likely -= random.nextFloat();
                logProbabilities.add(likely);
            }
        }
        float[] floats = new float[tokens.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = logProbabilities.get(i);
        }
        return new StepResult(tokens.stream().mapToInt(token -> token).toArray(), floats, 0, 0);
    }

    /** The next token of the answer, and behind each right guess the one after it; behind a wrong one anything. */
    private int sayTheOneAnswer(StepPlan.Rows rows, List<Integer> tokens) {
        int[] answer = alone.get(rows.sequence());
        int next = rows.strand().answer().length;
        boolean right = true;
        for (int guess = 0; guess <= rows.draft().length; guess++) {
            right &= guess == 0 || rows.draft()[guess - 1] == answer[next + guess - 1];
            tokens.add(right ? answer[next + guess] : 40 + random.nextInt(50));
        }
        return rows.draft().length + 1;
    }

    private void checkAnswer(Sequence sequence) {
        int[] answer = alone.remove(sequence);
        if (answer != null) {
            int end = 0;
            while (end < answer.length && (end == 0 || answer[end - 1] != Sequences.STOP)) {
                end++;
            }
            assertThat(sequence.answer()).as("as alone").isEqualTo(Arrays.copyOf(answer, end));
            assertThat(sequence.logProbabilities()).hasSize(end);
        }
    }

    /** Copies and writes as a device would, then looks whether every strand finds its own past. */
    private void computeIntoCache(StepPlan plan) {
        for (StepPlan.Copy copy : plan.copies()) {
            System.arraycopy(cached, copy.from() * BLOCK, cached, copy.to() * BLOCK, BLOCK);
            copies++;
        }
        for (StepPlan.Rows rows : plan.rows()) {
            for (int position = rows.from(); position < rows.from() + rows.count(); position++) {
                cached[place(rows.strand(), position)] = content(rows, position);
            }
        }
        for (StepPlan.Rows rows : plan.rows()) {
            for (int position = 0; position < rows.from() + rows.count(); position++) {
                assertThat(cached[place(rows.strand(), position)])
                        .as("what the cache holds for token %d", position)
                        .isEqualTo(content(rows, position));
            }
        }
    }

    private static int place(Strand strand, int position) {
        return strand.blocks().blocks()[position / BLOCK] * BLOCK + position % BLOCK;
    }

    private static int content(StepPlan.Rows rows, int position) {
        List<Fingerprint> beginnings = rows.sequence().beginnings();
        return position / BLOCK < beginnings.size()
                ? 31 * beginnings.get(position / BLOCK).hashCode() + position
                : rows.token(position);
    }

    private void checkPlan(StepPlan plan) {
        assertThat(plan.tokens()).isLessThanOrEqualTo(limits.tokensPerStep());
        assertThat(plan.tiles()).hasSizeLessThanOrEqualTo(limits.tilesPerStep());
        assertThat(plan.rows().stream().mapToInt(rows -> rows.draft().length).sum())
                .isLessThanOrEqualTo(limits.draftsPerStep());
        assertThat(plan.logits()).isLessThanOrEqualTo(limits.mostLogits());
        Set<Strand> seen = new HashSet<>();
        for (StepPlan.Rows rows : plan.rows()) {
            assertThat(seen.add(rows.strand())).as("no strand twice").isTrue();
            assertThat(rows.from()).isEqualTo(rows.sequence().computed());
            assertThat(rows.from() + rows.count())
                    .isLessThanOrEqualTo(rows.sequence().known() + rows.draft().length)
                    .isLessThanOrEqualTo(
                            Math.max(rows.sequence().known(), rows.sequence().mostComputed()))
                    .isLessThanOrEqualTo(rows.strand().blocks().tokens());
            for (int tile = 0; tile < rows.sequence().tiles().size(); tile++) {
                int start = rows.sequence().tiles().get(tile).firstToken();
                int end = rows.sequence().tiles().get(tile).endToken();
                if (start < rows.from() + rows.count() && end > rows.from()) {
                    assertThat(rows.sequence().slot(tile)).isBetween(0, slots.slots() - 1);
                }
            }
        }
        stepsInside.keySet().stream()
                .filter(sequence -> sequence.due() == 1
                        && sequence.strands().get(0).blocks().tokens() > 0)
                .filter(sequence -> sequence.known() > sequence.promptTokens())
                .forEach(sequence ->
                        assertThat(seen).as("an answer goes on in every step").containsAll(sequence.strands()));
    }

    private void checkMemory() {
        Map<Integer, Object> owned = new HashMap<>();
        for (Sequence sequence : stepsInside.keySet()) {
            for (Strand strand : sequence.strands()) {
                int[] table = strand.blocks().blocks();
                for (int i = 0; i < table.length; i++) {
                    Object content = content(sequence, strand, i);
                    Object other = owned.put(table[i], content);
                    if (other != null) {
                        assertThat(content)
                                .as("two tables share a block of one content")
                                .isEqualTo(other);
                        assertThat(content).as("a block that is written to").isNotEqualTo(ALONE);
                    }
                }
            }
        }
        assertThat(owned).hasSize(blocks.inUse());
        assertThat(stepsInside.keySet().stream()
                        .filter(sequence -> sequence.strands().get(0).blocks().tokens() > 0)
                        .mapToInt(Sequence::width)
                        .sum())
                .as("answers that are written, beams included")
                .isLessThanOrEqualTo(limits.maxRunning());
        assertThat(scheduler.running() + scheduler.waiting()).isEqualTo(stepsInside.size());
    }

    /** What lies in a whole block: a beginning of prompts, or what the beams of one search have in common. */
    private static Object content(Sequence sequence, Strand strand, int block) {
        if (block < Math.min(sequence.rememberedBlocks(), sequence.beginnings().size())) {
            return sequence.beginnings().get(block);
        }
        return (block + 1) * BLOCK <= sequence.computed()
                ? List.of(sequence, Arrays.hashCode(Arrays.copyOf(strand.tokens(), (block + 1) * BLOCK)))
                : ALONE;
    }
}
