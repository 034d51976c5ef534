package io.pagestream.models.tokenize;

/**
 * Text of ids that come one after the other, special tokens left out. A character may be spread over several ids: until
 * its last byte is there, {@link #text} ends with U+FFFD, and {@link #take} holds it back. One thread at a time.
 *
 * <pre>{@code
 * TokenStream stream = tokenizer.stream();
 * stream.append(id);
 * show(stream.take());     // for each id
 * show(stream.finish());   // after the last one
 * }</pre>
 */
public abstract class TokenStream {

    private int taken;

    protected TokenStream() {}

    /** Adds the next id; one that the vocabulary does not have stands for nothing. */
    public abstract void append(int id);

    /** All text so far: equal to {@link Tokenizer#decode} of all ids so far. */
    public abstract String text();

    /** The text from character {@code start} to the last one that no later id can change. */
    protected abstract String settledFrom(int start);

    /** What has been added to the text since the last call and will not change any more. */
    public final String take() {
        String added = settledFrom(taken);
        taken += added.length();
        return added;
    }

    /** What {@link #take} has not yet given, half a character at the end being U+FFFD. Call it after the last id. */
    public final String finish() {
        String rest = text().substring(taken);
        taken += rest.length();
        return rest;
    }
}
