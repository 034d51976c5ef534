package io.pagestream.engine.trust.repeat;

/**
 * An answer that repeats itself. Characters are those of Java strings.
 *
 * @param likeness how alike the copies are
 * @param begin character where the first copy begins
 * @param goodEnd character behind the first copy: text before it is worth keeping
 * @param goodTokens tokens whose text ends at or before {@code goodEnd}
 * @param seenEnd character behind what had been read when it was noticed
 * @param period symbols of one copy: words, numbers, single marks
 * @param copies full copies seen, the first included
 * @param unit text of the newest copy; empty when only ids of tokens were watched
 */
public record Repetition(
        Likeness likeness, int begin, int goodEnd, int goodTokens, int seenEnd, int period, int copies, String unit) {

    /** How alike the copies of a repetition are. */
    public enum Likeness {
        /** Symbol by symbol the same. */
        EXACT,
        /** Numbers go on in equal steps, single letters count, a letter or two in a long word differ. */
        COUNTING,
        /** Numbers differ without a rule, or some words do. */
        VARIED
    }
}
