package io.pagestream.imaging.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether the text that a page carries may stand for the page. The same layer always gets the same verdict. On doubt it is
 * no: reading the picture costs seconds, wrong text costs trust.
 *
 * @param kind good, none at all, or anything between
 * @param sentence why, for a person
 */
public record TextVerdict(Kind kind, String sentence) {

    /** Whether there is a text layer, and whether it may be used. */
    public enum Kind {
        GOOD,
        DOUBTFUL,
        NONE
    }

    private static final double MOST_UNKNOWN = 0.005;
    private static final double MOST_INVISIBLE = 0.1;
    private static final int MANY_INVISIBLE = 30; // fewer are a mark or a link
    private static final double MOST_TURNED = 0.1;
    private static final double MOST_PICTURED = 0.5;
    private static final double SOME_PICTURED = 0.15;
    private static final int FEW_LETTERS = 150; // fewer beside a picture may be its caption
    private static final double MOST_DRAWN = 0.2;
    private static final int MANY_DRAWN = 12; // fewer are a logo
    private static final int ENOUGH_WORDS = 20;
    private static final double MOST_UNSPOKEN = 0.25; // measured: 0 to 0.1 on English, German, French, Spanish
    private static final double MOST_MISREAD = 0.4;
    private static final int LONG_WORD = 40;
    private static final double MOST_LONG = 0.3;

    private static final Pattern LATIN_WORD = Pattern.compile("(?<![\\p{L}\\d])[\\p{IsLatin}]{4,}(?![\\p{L}\\d])");
    private static final Pattern SPOKEN = Pattern.compile(
            "[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿāăąēėęěīįōőūůűų]", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    public static TextVerdict of(TextLayer layer) {
        Signs signs = layer.signs();
        int all = signs.letters() + signs.invisible() + signs.hidden() + signs.outside();
        if (all == 0) {
            return new TextVerdict(Kind.NONE, "the page carries no text");
        }
        return Stream.<Optional<String>>of(
                        incomplete(signs),
                        invisible(signs),
                        unseen(signs),
                        unknown(signs),
                        turned(signs),
                        pictured(signs),
                        drawn(signs),
                        unspoken(layer.words()),
                        misread(layer.words()),
                        unspaced(layer.words()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(doubt -> new TextVerdict(Kind.DOUBTFUL, doubt))
                .orElseGet(() -> new TextVerdict(
                        Kind.GOOD,
                        "the page carries its " + signs.letters() + " letters as text, and nothing is wrong with it"));
    }

    private static Optional<String> incomplete(Signs signs) {
        return when(!signs.complete(), "the page has more than %d letters", TextLayer.MOST_LETTERS);
    }

    private static Optional<String> invisible(Signs signs) {
        boolean many = signs.invisible() >= MANY_INVISIBLE || signs.letters() == 0;
        return when(
                many && signs.invisible() > MOST_INVISIBLE * signs.letters(),
                "%d letters lie invisibly over the page, as a program for scans puts them there, and nobody knows how well"
                        + " it read",
                signs.invisible());
    }

    private static Optional<String> unseen(Signs signs) {
        return when(
                signs.letters() == 0,
                "none of the %d letters of its text is to be seen",
                signs.hidden() + signs.outside() + signs.invisible());
    }

    private static Optional<String> unknown(Signs signs) {
        return when(
                signs.odd() > MOST_UNKNOWN * signs.letters(),
                "for %d of its %d letters the document does not say which characters they are",
                signs.odd(),
                signs.letters());
    }

    private static Optional<String> turned(Signs signs) {
        return when(
                signs.sideways() + signs.vertical() > MOST_TURNED * signs.letters(),
                "%d of its %d letters stand sideways or below each other",
                signs.sideways() + signs.vertical(),
                signs.letters());
    }

    private static Optional<String> pictured(Signs signs) {
        double most = signs.letters() < FEW_LETTERS ? SOME_PICTURED : MOST_PICTURED;
        return when(
                signs.pictured() > most,
                "a picture covers %d %% of the page, and there may be more to read in it than the %d letters of its text",
                Math.round(100 * signs.pictured()),
                signs.letters());
    }

    private static Optional<String> drawn(Signs signs) {
        return when(
                signs.drawn() >= MANY_DRAWN && signs.drawn() > MOST_DRAWN * signs.letters(),
                "%d shapes of the size of letters are drawn on it beside the %d letters of its text",
                signs.drawn(),
                signs.letters());
    }

    /** Letters that were exchanged for others make words that nobody can speak. */
    private static Optional<String> unspoken(List<Word> words) {
        int found = 0;
        int unspoken = 0;
        for (Word word : words) {
            Matcher matcher = LATIN_WORD.matcher(word.text());
            while (matcher.find()) {
                found++;
                unspoken += SPOKEN.matcher(matcher.group()).find() ? 0 : 1;
            }
        }
        return when(
                found >= ENOUGH_WORDS && unspoken > MOST_UNSPOKEN * found,
                "%d of %d words have no vowel: its letters seem to be exchanged",
                unspoken,
                found);
    }

    /** Text in another script, or in UTF-8, that was taken for Western European. */
    private static Optional<String> misread(List<Word> words) {
        long letters = letters(words, Character::isLetter);
        long accented = letters(words, c -> c >= 0xC0 && c <= 0xFF);
        return when(
                letters >= ENOUGH_WORDS && accented > MOST_MISREAD * letters,
                "%d of %d letters have accents: it seems to be in another encoding than it says",
                accented,
                letters);
    }

    private static long letters(List<Word> words, IntPredicate which) {
        return words.stream()
                .flatMapToInt(word -> word.text().codePoints())
                .filter(which)
                .count();
    }

    /** Words without spaces between them; not in scripts that have none. */
    private static Optional<String> unspaced(List<Word> words) {
        int all = 0;
        int inLong = 0;
        for (Word word : words) {
            Matcher matcher = LATIN_WORD.matcher(word.text());
            while (matcher.find()) {
                all += matcher.group().length();
                inLong += matcher.group().length() > LONG_WORD ? matcher.group().length() : 0;
            }
        }
        return when(
                all >= ENOUGH_WORDS && inLong > MOST_LONG * all,
                "%d of %d letters stand in words of more than %d letters: its spaces seem to be missing",
                inLong,
                all,
                LONG_WORD);
    }

    private static Optional<String> when(boolean doubt, String sentence, Object... values) {
        return doubt ? Optional.of(String.format(Locale.ROOT, sentence, values)) : Optional.empty();
    }
}
