package io.pagestream.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.cache.EncoderSlots;
import org.junit.jupiter.api.Test;

class EncoderBudgetTest {

    @Test
    void aStepEncodesNoMoreTilesThanItMay() {
        EncoderSlots slots = new EncoderSlots(10);
        EncoderBudget budget = new EncoderBudget(2, slots);

        assertThat(budget.tryTake()).isPresent();
        assertThat(budget.tryTake()).isPresent();

        assertThat(budget.tryTake()).isEmpty();
        assertThat(slots.inUse()).isEqualTo(2);
    }

    @Test
    void aStepEncodesNoMoreTilesThanCanBeKept() {
        EncoderSlots slots = new EncoderSlots(1);
        EncoderBudget budget = new EncoderBudget(2, slots);
        int slot = budget.tryTake().orElseThrow();
        assertThat(budget.tryTake()).isEmpty();

        slots.give(slot);

        assertThat(budget.tryTake())
                .as("there is room again, and the step had one tile left")
                .isPresent();
    }
}
