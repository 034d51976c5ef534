package io.pagestream.engine.trust;

/** How an attempt to read a page ended. */
public enum Ending {
    /** With a stop token: nothing is to be done. */
    READ,
    /** It repeated itself. */
    LOOPED,
    /** It had no tokens left. */
    CUT_SHORT
}
