package io.pagestream.operators.options;

import java.time.Duration;

/** What the option records check, with the name and the value in the message. */
final class Checks {

    private Checks() {}

    static void positive(String name, long value) {
        require(value > 0, name + " must be positive, got " + value);
    }

    static void positive(String name, Duration value) {
        require(!value.isNegative() && !value.isZero(), name + " must be positive, got " + value);
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
