package io.pagestream.engine;

/**
 * A snapshot of an engine's counters.
 *
 * @param waiting requests not yet started
 * @param running requests being answered
 * @param answered requests answered since the start
 * @param refused requests answered as unreadable since the start
 * @param cancelled requests taken back since the start
 * @param steps forward passes of the decoder
 * @param tilesEncoded by the vision encoder
 * @param promptTokens computed
 * @param answerTokens chosen, those of all beams included
 * @param encodeNanos time in the vision encoder
 * @param stepNanos time in the decoder
 * @param starvedNanos time between steps while somebody was here: something was to be done and the device waited; the rest
 *     of an engine's life it had nothing to do
 * @param blocksInUse of the cache
 * @param blocks of the cache
 * @param sharedTokens of prompts that were not computed because the same beginning was in the cache
 * @param madeRoom how often a started request lost its place in the cache and was computed again
 * @param loopsCut answers that were ended because they repeated themselves
 * @param loopTokens of their loops, written in vain
 * @param drafted guesses of tokens that were computed
 * @param accepted of them, those that were right: tokens of answers that needed no step of their own
 * @param batch answers and prompts that the last step worked on, beams counted one by one
 * @param batched the same, summed over all steps
 * @param formNanos time in which forms of answers (schemas, regular expressions, choices) were compiled, on the threads of
 *     those who asked; the vocabulary is looked through with the first one
 * @param maskNanos time of the engine thread in the masks of such forms: finding the mask of an answer's state and ruling out
 *     the other tokens, which are part of {@code stepNanos} too, and going on to the next state, which is not. On a card
 *     ruling out is counted as the call, not what it takes there
 */
public record EngineStats(
        int waiting,
        int running,
        long answered,
        long refused,
        long cancelled,
        long steps,
        long tilesEncoded,
        long promptTokens,
        long answerTokens,
        long encodeNanos,
        long stepNanos,
        long starvedNanos,
        int blocksInUse,
        int blocks,
        long sharedTokens,
        long madeRoom,
        long loopsCut,
        long loopTokens,
        long drafted,
        long accepted,
        int batch,
        long batched,
        long formNanos,
        long maskNanos) {

    /** Answers and prompts that a step worked on, on average. */
    public double meanBatch() {
        return steps == 0 ? 0 : (double) batched / steps;
    }

    /** Time in encoder and decoder. */
    public long busyNanos() {
        return encodeNanos + stepNanos;
    }
}
