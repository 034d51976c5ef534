package io.pagestream.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EncoderSlotsTest {

    private final EncoderSlots slots = new EncoderSlots(2);

    @Test
    void neighboursAreTakenOneAfterTheOther() {
        assertThat(slots.tryTake()).hasValue(0);
        assertThat(slots.tryTake()).hasValue(1);
        assertThat(slots.tryTake()).isEmpty();
    }

    @Test
    void aSlotThatCameBackIsTakenAgain() {
        slots.tryTake();
        slots.tryTake();

        slots.give(0);

        assertThat(slots.inUse()).isEqualTo(1);
        assertThat(slots.tryTake()).hasValue(0);
    }

    @Test
    void aSlotThatNobodyHadCannotComeBack() {
        assertThatThrownBy(() -> slots.give(1)).hasMessageContaining("encoder slot 1 was given back");
    }
}
