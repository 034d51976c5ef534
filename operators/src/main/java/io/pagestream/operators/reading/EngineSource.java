package io.pagestream.operators.reading;

import io.pagestream.engine.EngineOptions;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.SharedEngines;
import java.io.Serializable;

/** Where an operator gets its engine from; travels with the operator to the worker. */
@FunctionalInterface
public interface EngineSource extends Serializable {

    /** An engine that the caller closes; to close it cancels what is still open through it. */
    OcrEngine lease();

    /** One engine for all subtasks of a JVM. */
    static EngineSource shared(EngineOptions options) {
        return () -> SharedEngines.lease(options);
    }
}
