package io.pagestream.operators.sink;

import java.io.IOException;
import java.io.Serializable;

/** What is written for a record beside its line. */
@FunctionalInterface
interface Beside<T> extends Serializable {

    void write(T record) throws IOException;

    /** Before the first record. */
    default void begin() throws IOException {}

    static <T> Beside<T> nothing() {
        return record -> {};
    }
}
