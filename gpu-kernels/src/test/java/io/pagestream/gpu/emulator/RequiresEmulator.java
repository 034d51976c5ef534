package io.pagestream.gpu.emulator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test class where the emulator was not built, and says so on standard error. CI sets {@code
 * PAGESTREAM_REQUIRE_EMULATOR}: there the same is a failure.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresEmulator.Condition.class)
public @interface RequiresEmulator {

    /** The environment variable that makes a missing emulator a failure. */
    String SETTING = "PAGESTREAM_REQUIRE_EMULATOR";

    final class Condition implements ExecutionCondition {

        private static final String WHY =
                "the CUDA emulator was not built: there is no /usr/bin/g++ (or build with -Pemulator)";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Emulator.isThere()) {
                return ConditionEvaluationResult.enabled("the emulator is there");
            }
            if (System.getenv(SETTING) != null) {
                throw new IllegalStateException(SETTING + " is set, but " + WHY);
            }
            if (context.getTestMethod().isEmpty()) {
                System.err.println("SKIPPED " + context.getDisplayName() + ": " + WHY);
            }
            return ConditionEvaluationResult.disabled(WHY);
        }
    }
}
