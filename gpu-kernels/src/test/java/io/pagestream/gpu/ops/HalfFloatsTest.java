package io.pagestream.gpu.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatsTest {

    @Test
    void everyBf16SurvivesTheWayThroughF32() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloats.ofBf16((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloats.toBf16(value)).isEqualTo((short) bits);
            }
        }
        assertThat(HalfFloats.ofBf16(HalfFloats.toBf16(Float.NaN))).isNaN();
        assertThat(HalfFloats.ofBf16(HalfFloats.toBf16(Float.intBitsToFloat(0x7f800001))))
                .isNaN();
    }

    @Test
    void halfwayIsRoundedToTheEvenNeighbour() {
        assertThat(HalfFloats.ofBf16(HalfFloats.toBf16(1.00390625f))).isEqualTo(1);
        assertThat(HalfFloats.ofBf16(HalfFloats.toBf16(1.01171875f))).isEqualTo(1.015625f);
    }

    @Test
    void binary16HasItsKnownValues() {
        assertThat(HalfFloats.ofF16((short) 0x3c00)).isEqualTo(1);
        assertThat(HalfFloats.ofF16((short) 0xc000)).isEqualTo(-2);
        assertThat(HalfFloats.ofF16((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(HalfFloats.ofF16((short) 0x7bff)).isEqualTo(65504);
        assertThat(HalfFloats.ofF16((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloats.ofF16((short) 0x7e00)).isNaN();
    }
}
