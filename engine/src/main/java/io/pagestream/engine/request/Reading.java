package io.pagestream.engine.request;

import java.time.Duration;
import java.util.List;

/** What the engine answers. A request that cannot be answered is a value, not an exception. */
public sealed interface Reading permits Reading.Text, Reading.Weights, Reading.Unreadable {

    /**
     * @param text without special tokens
     * @param textWithSpecial with them, without the one that ended the answer; grounding boxes stand here
     * @param tokens ids, the one that ended the answer included
     * @param pieces of {@code text}, one for each of {@code tokens}: what it completed; empty for one that only begins a
     *     character, and for the one that ended the answer
     * @param logProbabilities natural logarithms of the probabilities of {@code tokens}, penalties included, before
     *     temperature and filters
     * @param finish why the answer ended
     * @param confidence geometric mean of the probabilities of the tokens, 0 to 1
     * @param promptTokens placeholders of images included
     * @param took from the offer to the last token
     * @param trace what it took, and when
     */
    record Text(
            String text,
            String textWithSpecial,
            int[] tokens,
            List<String> pieces,
            float[] logProbabilities,
            Finish finish,
            double confidence,
            int promptTokens,
            Duration took,
            Trace trace)
            implements Reading {

        public Text {
            pieces = List.copyOf(pieces);
        }

        /** Nothing was measured. */
        public Text(
                String text,
                String textWithSpecial,
                int[] tokens,
                List<String> pieces,
                float[] logProbabilities,
                Finish finish,
                double confidence,
                int promptTokens,
                Duration took) {
            this(
                    text,
                    textWithSpecial,
                    tokens,
                    pieces,
                    logProbabilities,
                    finish,
                    confidence,
                    promptTokens,
                    took,
                    Trace.NONE);
        }
    }

    /**
     * The answer to {@link SamplingRule#weighing}.
     *
     * @param logProbabilities of the tokens in their order, among all tokens of the vocabulary
     * @param promptTokens placeholders of images included
     */
    record Weights(float[] logProbabilities, int promptTokens) implements Reading {}

    /** @param detail one sentence: what was expected, what was found, what to do */
    record Unreadable(Reason reason, String detail) implements Reading {}

    enum Finish {
        /** A stop token. */
        STOP,
        /** {@link SamplingRule#maxTokens}, or the end of the model's context. */
        LENGTH,
        /** It repeated itself, see {@link SamplingRule#stopsLoops}; the tokens end with a copy or two. */
        LOOPED
    }

    enum Reason {
        /** Larger than the model's context or than the whole cache: can never be answered here. */
        PROMPT_TOO_LONG,
        /** Images of another tile size than the model's, or the like. */
        INVALID_REQUEST,
        /** Not finished within {@code EngineOptions.answerWithin}. */
        TIMED_OUT,
        /** The queue is full. */
        BUSY,
        /** What the model computed is no number: its weights are broken, or the page drives it out of range. */
        UNUSABLE
    }
}
