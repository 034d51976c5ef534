package io.pagestream.engine.draft;

import java.util.List;

/**
 * Guesses how one answer goes on, as long as that pays: what is proposed comes from {@link PromptLookup}, how much from
 * {@link DraftPolicy}. Made by any thread; belongs to the engine thread from the first token on.
 */
public final class Drafter {

    private static final int MOST = 16;

    private final List<int[]> references;
    private final DraftPolicy policy = new DraftPolicy(MOST);
    private PromptLookup lookup; // made when the answer begins: who waits shall not hold tables

    /** @param references ids that the answer may repeat, such as those of its prompt; nobody writes to them */
    public Drafter(List<int[]> references) {
        this.references = List.copyOf(references);
    }

    /** A token was chosen. */
    public void append(int token) {
        if (lookup == null) {
            lookup = new PromptLookup();
            references.forEach(lookup::addReference);
        }
        lookup.append(token);
    }

    /** The tokens that may come next, at most {@code most}; mostly none. */
    public int[] propose(int most) {
        int length = Math.min(most, policy.length());
        return lookup == null || length < 1 ? new int[0] : lookup.propose(length);
    }

    /** A step is over in which {@code drafted} tokens were checked and the first {@code right} of them chosen. */
    public void book(int drafted, int right) {
        policy.book(drafted, right);
    }

    /** Tokens that were checked so far. */
    public long drafted() {
        return policy.drafted();
    }

    /** Of them, those that were chosen. */
    public long accepted() {
        return policy.accepted();
    }
}
