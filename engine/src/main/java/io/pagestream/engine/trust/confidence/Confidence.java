package io.pagestream.engine.trust.confidence;

/**
 * How sure the model was of a part of its answer. These are the model's own figures: a model that is sure and wrong has
 * high ones.
 *
 * @param span which part
 * @param mean geometric mean of the probabilities of its tokens, 0 to 1; 1 for a part without tokens
 * @param lowest probability of its least likely character: of the product of its tokens, where it has several
 */
public record Confidence(Span span, double mean, double lowest) {}
