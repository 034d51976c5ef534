package io.pagestream.engine.draft;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Proposes the next tokens of an answer by what stood behind the same few tokens before: in a reference, such as the text
 * layer of the page or the text of the prompt, or in the answer itself. Forms, tables and born-digital pages repeat
 * much; where nothing fits, nothing is proposed.
 *
 * <p>After Saxena, "Prompt Lookup Decoding" (2023), with one change: while an answer follows a text, the text is followed
 * on, so a run of tokens that stands twice does not throw it back. Three tokens are looked up, then two; the newest place
 * wins. Appending a token costs two look-ups.
 */
public final class PromptLookup {

    private static final int LONG = 3;
    private static final int SHORT = 2;
    private static final int MOST = 1 << 20;

    private final Map<Long, Integer> longPlaces = new HashMap<>();
    private final Map<Long, Integer> shortPlaces = new HashMap<>();
    private int[] tokens = new int[256];
    private int count;
    private int answerBegin;
    private int follows = -1; // where the proposal begins, or -1

    /**
     * Adds a text that the answer may take from; texts are not joined. Only before the first token of the answer.
     *
     * @param reference ids without those of images, which an answer never contains
     */
    public void addReference(int[] reference) {
        if (count != answerBegin) {
            throw new IllegalStateException(
                    "references come before the answer, which has " + (count - answerBegin) + " tokens already");
        }
        int begin = count;
        for (int token : reference) {
            push(token, begin);
        }
        answerBegin = count;
    }

    /** Appends a token to the answer. Answers longer than a million tokens, references included, are refused. */
    public void append(int token) {
        push(token, answerBegin);
        int last = count - 1;
        if (follows >= 0 && follows < last && tokens[follows] == token) {
            follows++;
            return;
        }
        follows = -1;
    }

    private void push(int token, int begin) {
        if (count == MOST) {
            throw new IllegalArgumentException("an answer and its references have at most " + MOST + " tokens");
        }
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, count * 2);
        }
        // A run is booked when the token behind it is there: else it would find itself.
        note(longPlaces, LONG, begin);
        note(shortPlaces, SHORT, begin);
        tokens[count++] = token;
    }

    private void note(Map<Long, Integer> places, int size, int begin) {
        if (count - begin >= size) {
            places.put(key(count - size, size), count);
        }
    }

    /**
     * The tokens that may come next; empty when nothing fits.
     *
     * @param most at most so many
     */
    public int[] propose(int most) {
        if (follows < 0) {
            follows = find();
        }
        if (follows < 0) {
            return new int[0];
        }
        int end = (int) Math.min(follows < answerBegin ? answerBegin : count, (long) follows + most);
        return Arrays.copyOfRange(tokens, follows, Math.max(follows, end));
    }

    private int find() {
        int known = count - answerBegin;
        Integer place = known >= LONG ? longPlaces.get(key(count - LONG, LONG)) : null;
        if (place == null || !isSame(place, LONG)) {
            place = known >= SHORT ? shortPlaces.get(key(count - SHORT, SHORT)) : null;
            if (place == null || !isSame(place, SHORT)) {
                return -1;
            }
        }
        return place;
    }

    /** Keys of three tokens can be equal by chance. */
    private boolean isSame(int place, int size) {
        return Arrays.equals(tokens, place - size, place, tokens, count - size, count);
    }

    private long key(int from, int size) {
        long key = size;
        for (int i = from; i < from + size; i++) {
            key = key * 0x9e3779b97f4a7c15L + tokens[i];
        }
        return key;
    }
}
