package io.pagestream.engine.schedule;

/** Computes what was planned and decides nothing. Belongs to the engine thread, {@code close} included. */
public interface StepRunner extends AutoCloseable {

    StepResult run(StepPlan plan);

    /** Gives back the memory that belongs to steps: cache and encoder outputs. */
    @Override
    void close();
}
