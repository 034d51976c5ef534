package io.pagestream.engine.grammar;

import java.util.Arrays;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.MinimizationOperations;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.Transition;

/**
 * A deterministic automaton over bytes as a table, for one lexical part: a string with its quotes, a number, a key.
 * Every state reaches an accepting one. Immutable, any thread.
 */
final class ByteDfa {

    static final int DEAD = -1;

    private final byte[] classOf;
    private final int classes;
    private final int[] next;
    private final boolean[] accept;
    private final boolean[] goesOn;
    private final int[] least;

    /** @param bytes deterministic, labels 0 to 255, without dead states, start 0 */
    private ByteDfa(Automaton bytes) {
        int states = bytes.getNumStates();
        int[] starts = bytes.getStartPoints();
        this.classOf = new byte[256];
        for (int value = 0, index = 0; value < 256; value++) {
            index += index + 1 < starts.length && starts[index + 1] <= value ? 1 : 0;
            classOf[value] = (byte) index;
        }
        this.classes = (classOf[255] & 255) + 1;
        this.next = new int[states * classes];
        this.accept = new boolean[states];
        this.goesOn = new boolean[states];
        Arrays.fill(next, DEAD);
        Transition arrow = new Transition();
        for (int state = 0; state < states; state++) {
            accept[state] = bytes.isAccept(state);
            int arrows = bytes.initTransition(state, arrow);
            goesOn[state] = arrows > 0;
            for (int i = 0; i < arrows; i++) {
                bytes.getNextTransition(arrow);
                int first = state * classes + (classOf[arrow.min] & 255);
                int last = state * classes + (classOf[arrow.max] & 255);
                Arrays.fill(next, first, last + 1, arrow.dest);
            }
        }
        this.least = distances();
    }

    /**
     * The texts of {@code points}, an automaton over code points, in UTF-8.
     *
     * @return null when there is no text
     */
    static ByteDfa of(Automaton points, String pointer) {
        Automaton bytes = bytes(points, pointer);
        return bytes.getNumStates() == 0 ? null : new ByteDfa(bytes);
    }

    /** {@code points} over bytes, deterministic and mostly minimal. */
    private static Automaton bytes(Automaton points, String pointer) {
        Automaton characters = Patterns.deterministic(points, pointer);
        if (characters.getNumStates() == 0) {
            return characters;
        }
        Automaton bytes = Patterns.deterministic(Utf8Automaton.of(characters), pointer);
        return bytes.getNumStates() > Limits.MINIMIZE
                ? bytes
                : Patterns.deterministic(MinimizationOperations.minimize(bytes, Limits.WORK), pointer);
    }

    /**
     * JSON strings of {@code min} to {@code max} (-1: any number) letters. Made by hand: one small automaton in a row is
     * deterministic as it is, and to find that out is slow for long strings.
     */
    static ByteDfa stringsOfLength(int min, int max) {
        Automaton letter = bytes(Spelling.JSON_STRING.oneOf(CodePoints.all()), "");
        int size = letter.getNumStates();
        int copies = max < 0 ? min + 1 : max;
        Automaton.Builder row = new Automaton.Builder();
        // State 0 waits for the quote, 1 is the end, 2 + i * size the place behind letter i.
        for (int state = 0; state < 3 + copies * size; state++) {
            row.createState();
        }
        row.setAccept(1, true);
        row.addTransition(0, 2, '"');
        Transition arrow = new Transition();
        for (int copy = 0; copy <= copies; copy++) {
            int offset = 2 + copy * size;
            if (copy >= min) {
                row.addTransition(offset, 1, '"');
            }
            int behind = max < 0 && copy == min ? offset : offset + size;
            for (int state = 0; copy < copies && state < size; state++) {
                int arrows = letter.initTransition(state, arrow);
                for (int i = 0; i < arrows; i++) {
                    letter.getNextTransition(arrow);
                    int target = letter.isAccept(arrow.dest) ? behind : offset + arrow.dest;
                    row.addTransition(offset + state, target, arrow.min, arrow.max);
                }
            }
        }
        return new ByteDfa(Operations.removeDeadStates(row.finish()));
    }

    /** Breadth first from the accepting states, against the arrows. */
    private int[] distances() {
        int states = accept.length;
        int[] count = new int[states + 1];
        for (int target : next) {
            if (target >= 0) {
                count[target + 1]++;
            }
        }
        for (int state = 0; state < states; state++) {
            count[state + 1] += count[state];
        }
        int[] sources = new int[count[states]];
        int[] fill = Arrays.copyOf(count, states);
        for (int i = 0; i < next.length; i++) {
            if (next[i] >= 0) {
                sources[fill[next[i]]++] = i / classes;
            }
        }
        int[] distance = new int[states];
        Arrays.fill(distance, Integer.MAX_VALUE);
        int[] queue = new int[states];
        int end = 0;
        for (int state = 0; state < states; state++) {
            if (accept[state]) {
                distance[state] = 0;
                queue[end++] = state;
            }
        }
        for (int begin = 0; begin < end; begin++) {
            int state = queue[begin];
            for (int i = count[state]; i < count[state + 1]; i++) {
                if (distance[sources[i]] == Integer.MAX_VALUE) {
                    distance[sources[i]] = distance[state] + 1;
                    queue[end++] = sources[i];
                }
            }
        }
        return distance;
    }

    int next(int state, int value) {
        return next[state * classes + (classOf[value] & 255)];
    }

    boolean accepts(int state) {
        return accept[state];
    }

    boolean goesOn(int state) {
        return goesOn[state];
    }

    /** Bytes of the shortest way from {@code state} to an end. */
    int least(int state) {
        return least[state];
    }

    /** Writes the shortest way from {@code state}, the first in byte order among equals, to {@code out}. */
    void writeLeast(int state, byte[] out, int offset) {
        int at = state;
        for (int i = offset; least[at] > 0; i++) {
            int value = 0;
            while (next(at, value) == DEAD || least[next(at, value)] != least[at] - 1) {
                value++;
            }
            out[i] = (byte) value;
            at = next(at, value);
        }
    }

    /** Whether {@code text} is one of the texts. */
    boolean run(byte[] text) {
        int state = 0;
        for (int i = 0; i < text.length && state != DEAD; i++) {
            state = next(state, text[i] & 255);
        }
        return state != DEAD && accept[state];
    }

    int states() {
        return accept.length;
    }
}
