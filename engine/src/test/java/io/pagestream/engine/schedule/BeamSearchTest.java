package io.pagestream.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.engine.request.Beams;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beams step by step: who goes on, which blocks they share, and what is copied. */
class BeamSearchTest {

    private final BlockPool blocks = new BlockPool(12, 4);
    private final Scheduler scheduler = new Scheduler(new StepLimits(8, 1, 4), blocks, new EncoderSlots(1));

    @Test
    void beamsShareWholeBlocksAndCopyTheOneThatIsBeingFilled() {
        Sequence sequence = Sequences.searching(Sequences.ofPrompt(6, 10), Beams.of(3));
        scheduler.add(sequence);
        StepPlan prompt = scheduler.plan();
        assertThat(prompt.rows()).hasSize(1);
        scheduler.commit(prompt, likely(prompt, 50, -1, 51, -2, 52, -3, 53, -4));

        StepPlan first = scheduler.plan();

        assertThat(first.copies()).as("the first beam keeps the block").hasSize(2);
        assertThat(first.rows()).extracting(rows -> rows.strand().token(6)).containsExactly(50, 51, 52);
        assertThat(tables(sequence))
                .extracting(table -> table[0])
                .containsOnly(tables(sequence).get(0)[0]);
        assertThat(tables(sequence)).extracting(table -> table[1]).doesNotHaveDuplicates();
        assertThat(blocks.inUse()).isEqualTo(4);
        assertThat(first.copies())
                .extracting(StepPlan.Copy::from)
                .containsOnly(tables(sequence).get(0)[1]);

        // Beam 1 wins twice, beam 2 once, beam 0 has no child: its block comes back and takes a copy.
        int given = tables(sequence).get(0)[1];
        scheduler.commit(
                first,
                likely(
                        first, 60, -9, 61, -9, 62, -9, 63, -9, 60, -1, 61, -1.5f, 62, -9, 63, -9, 60, -0.25f, 61, -9,
                        62, -9, 63, -9));
        StepPlan second = scheduler.plan();

        assertThat(second.rows())
                .extracting(
                        rows -> List.of(rows.strand().token(6), rows.strand().token(7)))
                .containsExactly(List.of(51, 60), List.of(52, 60), List.of(51, 61));
        assertThat(second.copies())
                .singleElement()
                .extracting(StepPlan.Copy::to)
                .isEqualTo(given);
        assertThat(blocks.inUse()).isEqualTo(4);
    }

    @Test
    void theBestAnswerThatEndedWinsAndAllBlocksComeBack() {
        Sequence sequence = Sequences.searching(Sequences.ofPrompt(3, 10), Beams.of(2));
        scheduler.add(sequence);
        StepPlan prompt = scheduler.plan();
        scheduler.commit(prompt, likely(prompt, 50, -1, Sequences.STOP, -1.5f, 51, -3));
        assertThat(sequence.finish())
                .as("one has ended, there is room for another")
                .isEmpty();
        StepPlan second = scheduler.plan();

        List<Sequence> done =
                scheduler.commit(second, likely(second, Sequences.STOP, -1, 60, -9, 61, -9, 60, -9, 61, -9, 62, -9));

        assertThat(done).containsExactly(sequence);
        assertThat(sequence.answer()).as("-2 / 2 is better than -1.5 / 1").containsExactly(50, Sequences.STOP);
        assertThat(sequence.logProbabilities()).containsExactly(-1, -1);
        assertThat(blocks.inUse()).isZero();
    }

    @Test
    void beamsStartTogetherAndMakeRoomTogether() {
        Sequence elder = Sequences.ofPrompt(20, 18);
        Sequence group = Sequences.searching(Sequences.ofPrompt(7, 10), Beams.of(3));
        Sequence late = Sequences.searching(Sequences.ofPrompt(7, 10), Beams.of(2));
        scheduler.add(elder);
        scheduler.add(group);
        scheduler.add(late);
        while (group.strands().size() == 1) {
            step();
        }
        assertThat(scheduler.running()).as("1 + 3 answers of at most 4").isEqualTo(2);
        assertThat(group.strands()).hasSize(3);

        while (scheduler.madeRoom() == 0) {
            step();
        }

        assertThat(group.known())
                .as("all its beams made room, and it began again with the prompt")
                .isEqualTo(8);
        while (elder.finish().isEmpty()
                || group.finish().isEmpty()
                || late.finish().isEmpty()) {
            step();
        }
        assertThat(blocks.inUse()).isZero();
    }

    private void step() {
        StepPlan plan = scheduler.plan();
        int choices = plan.answering().stream()
                .mapToInt(rows -> rows.sequence().choices())
                .sum();
        int[] tokens = new int[choices];
        float[] values = new float[choices];
        for (int i = 0; i < choices; i++) {
            tokens[i] = 50 + i;
            values[i] = -1 - i / 100f;
        }
        scheduler.commit(plan, new StepResult(tokens, values, 0, 0));
    }

    @Test
    void aGroupThatCouldNeverRunIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduler.add(Sequences.searching(Sequences.ofPrompt(3, 3), Beams.of(5))))
                .withMessageContaining("5 beams cannot run where 4 answers do");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduler.add(Sequences.searching(Sequences.ofPrompt(10, 11), Beams.of(4))))
                .withMessageContaining("needs 14 blocks, the whole cache has 12");
    }

    private static List<int[]> tables(Sequence sequence) {
        return sequence.strands().stream()
                .map(strand -> strand.blocks().blocks())
                .toList();
    }

    /** Pairs of a token and its log probability. */
    private static StepResult likely(StepPlan plan, float... pairs) {
        int[] tokens = new int[pairs.length / 2];
        float[] values = new float[pairs.length / 2];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (int) pairs[2 * i];
            values[i] = pairs[2 * i + 1];
        }
        assertThat(tokens.length % plan.answering().size()).isZero();
        return new StepResult(tokens, values, 0, 0);
    }
}
