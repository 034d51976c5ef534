package io.pagestream.models.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.models.parity.Compare;

/** Compares many numbers at once and names the worst. */
public final class Near {

    private Near() {}

    /** Fails when any value differs from the expected one by more than {@code tolerance}. */
    public static void requireNear(String what, float[] actual, float[] expected, float tolerance) {
        assertThat(Compare.near(what, actual, expected, Math.max(1, actual.length), tolerance))
                .isEmpty();
    }
}
