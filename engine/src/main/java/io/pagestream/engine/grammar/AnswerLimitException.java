package io.pagestream.engine.grammar;

/** The limit of tokens is smaller than the shortest answer that the grammar knows. */
public final class AnswerLimitException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    AnswerLimitException(int least, int limit) {
        super(
                least == Integer.MAX_VALUE
                        ? "the vocabulary has no tokens for the shortest answer of the grammar"
                        : "the shortest answer of the grammar takes " + least + " tokens, but at most " + limit
                                + " are allowed; raise the limit or ask for less");
    }
}
