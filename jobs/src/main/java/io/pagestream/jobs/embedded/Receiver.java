package io.pagestream.jobs.embedded;

import java.io.IOException;

/** Takes what comes out of the pipeline. Called by one thread. */
@FunctionalInterface
public interface Receiver<T> {
    void accept(T record) throws IOException;
}
