/**
 * {@code evaluate}: how well a model reads documents whose text, or whose answers, are known.
 *
 * <p>{@code GroundTruth} finds what is known beside each document, {@code ComparedText} says what counts as equal, {@code Edits}
 * and {@code Anls} measure, {@code LineMatch} finds the worst lines, and three reports tell: {@code ScoreTable},
 * {@code ScoreJson}, {@code ScorePage}. The documents go through the same pipeline as those of {@code read} and {@code ask}.
 * One thread. Start reading at {@code Evaluate}.
 */
package io.pagestream.jobs.evaluate;
