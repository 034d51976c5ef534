package io.pagestream.models.language;

import java.util.Collection;

/** A request wants a task's low-rank addition that the model does not have. */
public final class UnknownAdapterException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /**
     * @param wanted the task
     * @param present the tasks for which the model has additions
     */
    public UnknownAdapterException(String wanted, Collection<String> present) {
        super("the model has no adapter '" + wanted + "'; it has "
                + (present.isEmpty() ? "none" : String.join(", ", present))
                + ": ask without it, or take a model that has it");
    }
}
