package io.pagestream.engine.grammar;

/**
 * The tokens that may come next, and for which limits that holds. Behind the token that is chosen some more are left: as many as
 * {@code needed}, and fewer than {@code refused}.
 *
 * @param words one bit for each id, set: allowed
 * @param needed the most that the shortest end takes after any of these tokens; {@link Integer#MAX_VALUE}: not known
 * @param refused the least that it takes after any token that was left out only because its end is too long; {@link
 *     Integer#MAX_VALUE}: none was
 */
record Mask(int[] words, int needed, int refused) {

    /** @param tokens left behind the one that is chosen */
    boolean holds(int tokens) {
        return needed <= tokens && tokens < refused;
    }
}
