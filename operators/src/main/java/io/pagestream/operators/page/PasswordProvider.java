package io.pagestream.operators.page;

import java.util.List;

/**
 * Knows passwords of encrypted documents, so that they need not lie in requests, topics and checkpoints. Named by {@code
 * pagestream.password.provider}; one is made for each subtask that opens documents, with its constructor without parameters,
 * from the job's class path. It is asked when a document has turned out to need a password that its request does not have.
 * Belongs to one thread.
 */
public interface PasswordProvider extends AutoCloseable {

    /** So many are tried of what {@link #candidates} gives. */
    int MOST_CANDIDATES = 16;

    /**
     * The passwords that may open a document, the likeliest first; empty when none is known.
     *
     * @param documentId as its request says
     * @param source address of its bytes; of a document that came inside its request, where the job has put them
     */
    List<String> candidates(String documentId, String source);

    @Override
    default void close() {}
}
