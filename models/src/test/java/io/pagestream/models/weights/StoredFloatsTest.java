package io.pagestream.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredFloatsTest {

    @ParameterizedTest
    @CsvSource({
        "0000, 0",
        "8000, -0.0",
        "0001, 0x1.0p-24",
        "83ff, -0x3ff.0p-24",
        "0400, 0x1.0p-14",
        "3c00, 1",
        "3555, 0.333251953125",
        "c000, -2",
        "7bff, 65504",
        "7c00, Infinity",
        "fc00, -Infinity",
        "7e00, NaN"
    })
    void everyKindOfHalfIsWidened(String bits, String value) {
        assertThat(StoredFloats.ofHalf((short) Integer.parseInt(bits, 16))).isEqualTo(Float.valueOf(value));
    }
}
