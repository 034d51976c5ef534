package io.pagestream.engine.grammar;

/** What a grammar must know of a vocabulary. Immutable, any thread. */
public interface TokenBytes {

    /** How many columns the logits have: ids go from 0 to this, which may be more than the tokenizer knows. */
    int size();

    /**
     * The bytes that token {@code id} adds to the answer; the caller does not write into them. Null for special tokens
     * and ids that stand for nothing: they are never allowed, but for {@link #stopIds}.
     */
    byte[] bytes(int id);

    /** The ids that end an answer: allowed where the answer is complete, and only there. */
    int[] stopIds();
}
