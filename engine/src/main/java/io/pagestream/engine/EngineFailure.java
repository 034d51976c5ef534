package io.pagestream.engine;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The engine itself can no longer be trusted: a lost device, a broken invariant. */
public final class EngineFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EngineFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether {@code error} must stop the task, however many futures have wrapped it on its way here. */
    public static boolean isBehind(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof EngineFailure;
    }
}
