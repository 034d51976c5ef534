package io.pagestream.engine.schedule;

import io.pagestream.engine.cache.BlockTable;
import io.pagestream.engine.grammar.GrammarState;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One continuation of a prompt: its answer and its places in the cache. A sequence has one, or as many as its search has
 * beams, all equally long. Belongs to the engine thread.
 */
public final class Strand {

    private static final BlockTable NO_BLOCKS = new BlockTable(new int[0], 1);
    private static final int NOTHING = -1;

    private final PromptTokens prompt;
    private final Answer answer;
    private Optional<GrammarState> form;
    private BlockTable blocks = NO_BLOCKS;
    private int toCopy = NOTHING;

    Strand(PromptTokens prompt, Answer answer, Optional<GrammarState> form) {
        this.form = form;
        this.prompt = prompt;
        this.answer = answer;
    }

    Answer written() {
        return answer;
    }

    /** The answer so far. */
    public int[] answer() {
        return answer.tokens();
    }

    /** Where the answer stands in the form that it must have, if any. */
    public Optional<GrammarState> form() {
        return form;
    }

    /** Prompt and answer so far. */
    public int[] tokens() {
        int[] prefix = prompt.ids();
        int[] all = Arrays.copyOf(prefix, prefix.length + answer.count());
        System.arraycopy(answer.tokens(), 0, all, prefix.length, answer.count());
        return all;
    }

    public int token(int position) {
        int prefix = prompt.ids().length;
        return position < prefix ? prompt.ids()[position] : answer.token(position - prefix);
    }

    /** Its places in the cache; none while it waits. */
    public BlockTable blocks() {
        return blocks;
    }

    // ---- what the scheduler books

    void append(int token, float logProbability) {
        answer.add(token, logProbability);
        form = form.map(state -> state.advance(token));
    }

    /** A longer one, without places; this one stays as it is. */
    Strand with(int token, float logProbability) {
        return new Strand(prompt, answer.with(token, logProbability), form.map(state -> state.advance(token)));
    }

    void put(BlockTable table) {
        blocks = table;
        toCopy = NOTHING;
    }

    /** @param block whose content the next block is to have */
    void copyNext(int block) {
        toCopy = block;
    }

    /** Appends a block and returns which one is to be copied into it, if any. */
    OptionalInt grow(int block) {
        blocks = blocks.with(block);
        int copied = toCopy;
        toCopy = NOTHING;
        return copied == NOTHING ? OptionalInt.empty() : OptionalInt.of(copied);
    }

    BlockTable giveUpBlocks() {
        BlockTable table = blocks;
        put(NO_BLOCKS);
        return table;
    }
}
