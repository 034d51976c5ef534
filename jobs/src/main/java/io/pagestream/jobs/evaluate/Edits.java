package io.pagestream.jobs.evaluate;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.commons.text.similarity.SimilarityInput;

/**
 * How far a text is from the true one.
 *
 * @param count least number of insertions, deletions and substitutions that make one of the other (V. Levenshtein, 1966)
 * @param length of the true text, in the same units
 */
record Edits(long count, long length) {

    static final Edits NONE = new Edits(0, 0);

    /** Longest text that is compared, in code points: time grows with the square, some seconds at this length. */
    static final int MOST = 40_000;

    /** Of code points. Both texts as {@link ComparedText} leaves them, neither longer than {@link #MOST}. */
    static Edits ofCharacters(String truth, String found) {
        return of(
                truth.codePoints().boxed().toList(), found.codePoints().boxed().toList());
    }

    /** Of words between spaces. */
    static Edits ofWords(String truth, String found) {
        return of(words(truth), words(found));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static <E> Edits of(List<E> truth, List<E> found) {
        if (Math.max(truth.size(), found.size()) > MOST) {
            throw new IllegalArgumentException(
                    "at most " + MOST + " characters are compared, got " + truth.size() + " and " + found.size());
        }
        // Two rows of the table, not the table.
        int count = LevenshteinDistance.getDefaultInstance().apply(input(truth), input(found));
        return new Edits(count, truth.size());
    }

    private static <E> SimilarityInput<E> input(List<E> units) {
        return new SimilarityInput<>() {
            @Override
            public E at(int index) {
                return units.get(index);
            }

            @Override
            public int length() {
                return units.size();
            }
        };
    }

    Edits plus(Edits other) {
        return new Edits(count + other.count, length + other.length);
    }

    /** Edits for each unit of the true text, which can exceed 1; empty where the true text is. */
    OptionalDouble rate() {
        return length == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) count / length);
    }
}
