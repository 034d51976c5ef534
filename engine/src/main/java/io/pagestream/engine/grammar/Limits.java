package io.pagestream.engine.grammar;

/** What a grammar may cost: schemas come from outside. Each is refused with its place when it is exceeded. */
final class Limits {

    /** Characters of a schema, a pattern or all choices together. */
    static final int TEXT = 256 * 1024;

    /** How deep the JSON of a schema may be nested. */
    static final int SCHEMA_DEPTH = 64;

    /** Characters of one regular expression. */
    static final int PATTERN = 4096;

    /** States of one lexical part, before and after it is made deterministic. */
    static final int STATES = 100_000;

    /** States of all lexical parts of a schema. */
    static final int ALL_STATES = 500_000;

    /** Looked at after each part and each automaton of oneOf; {@link #WORK} and {@link #PRODUCT} bound what one costs. */
    static final int COMPILE_SECONDS = 10;

    /** What Lucene may spend on making one lexical part deterministic (its "work limit"). */
    static final int WORK = 200_000;

    /** States and arrows of what holds for two automata at once, before the useless ones are taken away. */
    static final int PRODUCT = 1_000_000;

    /** Above this Hopcroft's algorithm costs more than a smaller table saves. */
    static final int MINIMIZE = 4_000;

    /** minLength, maxLength and the counts in a pattern. */
    static final int LENGTH = 4096;

    /** minItems and maxItems. */
    static final int ITEMS = 65_536;

    /** Alternatives of one value after anyOf, oneOf and allOf are multiplied out. */
    static final int ALTERNATIVES = 512;

    /** Schemas that must hold together for one value, all references followed. */
    static final int TOGETHER = 4096;

    /** Nodes of the whole graph. */
    static final int NODES = 100_000;

    /** Bytes of the shortest answer. */
    static final int LEAST_BYTES = 64 * 1024;

    /** Open nodes on the stack of the automaton: bounds how deep a recursive answer may become. */
    static final int FRAMES = 256;

    /** States of the whole automaton that are remembered; the others are made again. */
    static final int REMEMBERED_STATES = 4096;

    /** Masks that are remembered for a grammar: each takes an eighth of a byte for every token. */
    static final int REMEMBERED_MASKS = 512;

    private Limits() {}
}
