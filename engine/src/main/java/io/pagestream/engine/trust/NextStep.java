package io.pagestream.engine.trust;

import io.pagestream.engine.request.SamplingRule;

/** What to do with a page after an attempt. */
public sealed interface NextStep permits NextStep.Take, NextStep.Again, NextStep.Halves, NextStep.TakeBest {

    /** The newest answer is good. */
    record Take() implements NextStep {}

    /**
     * Read the page once more.
     *
     * @param remedy what is different
     * @param sampling how
     * @param tiles times as many tiles as at first, as far as the model allows
     */
    record Again(Remedy remedy, SamplingRule sampling, int tiles) implements NextStep {}

    /** Read the upper and the lower half, each once; together they are the last attempt. */
    record Halves(SamplingRule sampling) implements NextStep {}

    /** Nothing helps: of all attempts take the longest good part, and mark the page as incomplete. */
    record TakeBest() implements NextStep {}
}
