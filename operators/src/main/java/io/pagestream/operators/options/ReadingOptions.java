package io.pagestream.operators.options;

import java.io.Serializable;

/**
 * How pages are shown to the model and what it is asked.
 *
 * @param maxTiles of a page, thumbnail excluded; 0 for the task's own
 * @param readPrompt instruction of the task {@code read}; empty for the built-in one
 * @param maxReadTokens of the text of a page; 0 for the task's own
 * @param maxAnswerTokens of the answer to a question; 0 for the task's own
 * @param maxQuestions of one document
 */
public record ReadingOptions(int maxTiles, String readPrompt, int maxReadTokens, int maxAnswerTokens, int maxQuestions)
        implements Serializable {

    public ReadingOptions {
        Checks.require(maxTiles >= 0 && maxTiles <= 256, "maxTiles must be 0 to 256, got " + maxTiles);
        Checks.require(maxReadTokens >= 0, "maxReadTokens must not be negative, got " + maxReadTokens);
        Checks.require(maxAnswerTokens >= 0, "maxAnswerTokens must not be negative, got " + maxAnswerTokens);
        Checks.positive("maxQuestions", maxQuestions);
    }
}
