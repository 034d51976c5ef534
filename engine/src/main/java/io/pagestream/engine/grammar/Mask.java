package io.pagestream.engine.grammar;

/**
 * The tokens that may come next.
 *
 * @param words one bit for each id, set: allowed
 * @param worst the most bytes that the shortest end takes after any of these tokens
 */
record Mask(int[] words, int worst) {}
