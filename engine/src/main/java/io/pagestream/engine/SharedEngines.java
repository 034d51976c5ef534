package io.pagestream.engine;

/**
 * Leases engines: one for equal options in a JVM, opened by the first lease and closed some time after the last, so that a
 * job that is started again finds its model loaded. Any thread.
 */
public final class SharedEngines {

    private static final EngineRegistry ENGINES = new EngineRegistry(EngineParts::load);

    private SharedEngines() {}

    /**
     * Leases the engine for {@code options}; loads its model first if nobody has, which takes a while. Closing the lease
     * cancels what is open through it; the engine is closed {@link EngineOptions#linger} after the last lease. An engine
     * that has failed is never leased again: the next lease opens a new one.
     *
     * @throws EngineFailure when the device or the model cannot be opened, with the reason; it may be tried again
     */
    public static OcrEngine lease(EngineOptions options) {
        return ENGINES.lease(options);
    }
}
