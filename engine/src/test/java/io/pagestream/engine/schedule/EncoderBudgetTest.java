package io.pagestream.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.cache.EncoderSlots;
import org.junit.jupiter.api.Test;

class EncoderBudgetTest {

    private final Sequence sequence = Sequences.ofTiles(1, 5, 4, 1);

    @Test
    void aStepEncodesNoMoreTilesThanItMay() {
        EncoderSlots slots = new EncoderSlots(10);
        EncoderBudget budget = new EncoderBudget(2, slots);

        assertThat(encode(budget, sequence)).isTrue();
        assertThat(encode(budget, sequence)).isTrue();

        assertThat(encode(budget, sequence)).isFalse();
        assertThat(slots.inUse()).isEqualTo(2);
    }

    @Test
    void aStepEncodesNoMoreTilesThanCanBeKept() {
        EncoderSlots slots = new EncoderSlots(1);
        EncoderBudget budget = new EncoderBudget(2, slots);
        assertThat(encode(budget, sequence)).isTrue();
        assertThat(encode(budget, sequence)).isFalse();

        slots.give(0);

        assertThat(encode(budget, sequence))
                .as("there is room again, and the step had one tile left")
                .isTrue();
    }

    @Test
    void tilesThatAreKeptTogetherGetTheirPlacesTogether() {
        EncoderSlots slots = new EncoderSlots(3);
        EncoderBudget budget = new EncoderBudget(2, slots);

        assertThat(encode(budget, Sequences.ofRow(1, 4, 2, 2, 1)))
                .as("four side by side, three places")
                .isFalse();
        assertThat(slots.inUse()).isZero();
        assertThat(encode(budget, Sequences.ofRow(1, 3, 2, 2, 1))).isTrue();
        assertThat(slots.inUse()).isEqualTo(3);
    }

    private static boolean encode(EncoderBudget budget, Sequence sequence) {
        boolean may = budget.tryTake(sequence.tileProgress());
        if (may) {
            sequence.tileProgress().encodeNext();
        }
        return may;
    }
}
