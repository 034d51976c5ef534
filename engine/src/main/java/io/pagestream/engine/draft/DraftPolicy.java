package io.pagestream.engine.draft;

/**
 * How many tokens to draft, by how many were accepted so far. Counts only, so the same answer is drafted in the same way on
 * every machine.
 *
 * <p>A drafted token costs a row of a step, less than a step of its own; it pays when more than a quarter of them are
 * accepted. After an all-right draft the next is twice as long, after a wrong one as long as what was right and one more.
 * When of the last {@value #WINDOW} drafted tokens less than a quarter were right, nothing is drafted for a while, and each
 * time for twice as long.
 */
public final class DraftPolicy {

    private static final int WINDOW = 32;
    private static final int LONGEST_PAUSE = 1024;

    private final int most;
    private int length;
    private int pause; // tokens until drafting begins again
    private int nextPause = 32;
    private int windowDrafted;
    private int windowAccepted;
    private long drafted;
    private long accepted;

    /** @param most tokens of a draft; 0 for never */
    public DraftPolicy(int most) {
        if (most < 0 || most > 64) {
            throw new IllegalArgumentException("a draft has 0 to 64 tokens, got " + most);
        }
        this.most = most;
        this.length = Math.min(4, most);
    }

    /** How long the next draft may be; 0 for none. */
    public int length() {
        return pause > 0 ? 0 : length;
    }

    /**
     * Books a step of the answer.
     *
     * @param tokens that were drafted, 0 when nothing was
     * @param right how many of them, from the first, the model chose too
     */
    public void book(int tokens, int right) {
        if (right < 0 || right > tokens) {
            throw new IllegalArgumentException("of " + tokens + " drafted tokens " + right + " cannot be right");
        }
        pause = Math.max(0, pause - 1 - right);
        if (tokens == 0) {
            return;
        }
        drafted += tokens;
        accepted += right;
        length = Math.max(1, Math.min(most, right == tokens ? Math.max(length, 2 * tokens) : right + 1));
        windowDrafted += tokens;
        windowAccepted += right;
        if (windowDrafted >= WINDOW) {
            boolean pays = windowAccepted * 4 >= windowDrafted;
            pause = pays ? 0 : nextPause;
            nextPause = pays ? 32 : Math.min(LONGEST_PAUSE, 2 * nextPause);
            windowDrafted = 0;
            windowAccepted = 0;
        }
    }

    public long drafted() {
        return drafted;
    }

    public long accepted() {
        return accepted;
    }
}
