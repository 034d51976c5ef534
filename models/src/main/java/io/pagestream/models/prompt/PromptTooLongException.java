package io.pagestream.models.prompt;

/** A prompt has more tokens than its model takes; nothing is cut in silence, as the reference of XComposer does. */
public final class PromptTooLongException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int tokens;
    private final int most;

    /** @param most that the model takes */
    public PromptTooLongException(int tokens, int most) {
        super("the prompt has " + tokens + " tokens, images included, but the model takes " + most
                + ": use fewer or smaller images or a shorter text, or raise max_length in its config.json");
        this.tokens = tokens;
        this.most = most;
    }

    /** Of the prompt, images included. */
    public int tokens() {
        return tokens;
    }

    /** That the model takes. */
    public int most() {
        return most;
    }
}
