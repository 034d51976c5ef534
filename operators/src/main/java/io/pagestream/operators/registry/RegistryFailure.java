package io.pagestream.operators.registry;

/** The registry cannot be asked, or refuses what only a person can put right: the job stops and Flink tries again. */
public final class RegistryFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RegistryFailure(String message) {
        super(message);
    }

    RegistryFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
