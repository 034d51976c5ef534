package io.pagestream.models.config;

/**
 * What the weight files say, where {@code config.json} may be silent or contradict itself.
 *
 * @param vocabulary rows of the embedding table
 * @param hidden its columns
 * @param head whether an output matrix is stored
 */
public record StoredFacts(int vocabulary, int hidden, boolean head) {}
