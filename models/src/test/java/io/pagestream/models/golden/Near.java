package io.pagestream.models.golden;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares many numbers at once and names the worst. */
public final class Near {

    private Near() {}

    /** Fails when any value differs from the expected one by more than {@code tolerance}. */
    public static void requireNear(String what, float[] actual, float[] expected, float tolerance) {
        assertThat(actual.length).as("elements of %s", what).isEqualTo(expected.length);
        int worst = 0;
        for (int i = 0; i < actual.length; i++) {
            assertThat(Float.isFinite(actual[i]))
                    .as("%s[%d] = %s is a number", what, i, actual[i])
                    .isTrue();
            if (Math.abs(actual[i] - expected[i]) > Math.abs(actual[worst] - expected[worst])) {
                worst = i;
            }
        }
        if (actual.length > 0) {
            assertThat(Math.abs(actual[worst] - expected[worst]))
                    .as("%s: worst at %d, %s instead of %s", what, worst, actual[worst], expected[worst])
                    .isLessThanOrEqualTo(tolerance);
        }
    }
}
