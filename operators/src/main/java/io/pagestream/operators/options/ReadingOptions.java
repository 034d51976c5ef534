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
 * @param attempts at a page or question whose answer loops or is cut short, the first one included; 1 for no more
 * @param doubtfulBelow what the model thought less likely than this is marked as doubtful, 0 to 1; 0 for nothing
 * @param evidence whether the model is asked where on the page an answer stands
 */
public record ReadingOptions(
        int maxTiles,
        String readPrompt,
        int maxReadTokens,
        int maxAnswerTokens,
        int maxQuestions,
        int attempts,
        double doubtfulBelow,
        boolean evidence)
        implements Serializable {

    public ReadingOptions {
        Checks.require(maxTiles >= 0 && maxTiles <= 256, "maxTiles must be 0 to 256, got " + maxTiles);
        Checks.require(maxReadTokens >= 0, "maxReadTokens must not be negative, got " + maxReadTokens);
        Checks.require(maxAnswerTokens >= 0, "maxAnswerTokens must not be negative, got " + maxAnswerTokens);
        Checks.positive("maxQuestions", maxQuestions);
        Checks.require(attempts >= 1 && attempts <= 8, "attempts must be 1 to 8, got " + attempts);
        Checks.require(doubtfulBelow >= 0 && doubtfulBelow <= 1, "doubtfulBelow must be 0 to 1, got " + doubtfulBelow);
    }
}
