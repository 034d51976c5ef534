package io.pagestream.engine.trust;

/** What an attempt changes against the first one, so that a page is read that was not. */
public enum Remedy {
    /** The same picture, other tokens by chance. */
    OTHER_CHANCE,
    /** The same picture, room for a longer answer. */
    MORE_TOKENS,
    /** More and smaller tiles, so that letters are larger in them. */
    FINER_TILES,
    /** The upper half, then the lower half. */
    HALVES
}
