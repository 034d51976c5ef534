package io.pagestream.engine.grammar;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.Transition;

/**
 * Texts of two automata at once. Lucene bounds what it makes deterministic, not its intersections, and those of two short
 * patterns may have as many states as the numbers of theirs multiplied.
 */
final class Products {

    private final Transition[][] left;
    private final Transition[][] right;
    private final String pointer;
    private final Automaton.Builder product = new Automaton.Builder();
    private final Map<Long, Integer> states = new HashMap<>();
    private final ArrayDeque<Long> open = new ArrayDeque<>();
    private int work;

    private Products(Automaton left, Automaton right, String pointer) {
        this.left = left.getSortedTransitions();
        this.right = right.getSortedTransitions();
        this.pointer = pointer;
    }

    /**
     * The texts of both; deterministic.
     *
     * @throws UnsupportedSchemaException instead of more than {@link Limits#PRODUCT} states and arrows
     */
    static Automaton both(Automaton a, Automaton b, String pointer) {
        if (a.getNumStates() == 0 || b.getNumStates() == 0) {
            return Automata.makeEmpty();
        }
        return Patterns.deterministic(new Products(a, b, pointer).multiplied(a, b), pointer);
    }

    /**
     * The texts of {@code a} that are none of {@code b}; deterministic.
     *
     * @throws UnsupportedSchemaException as {@link #both}
     */
    static Automaton minus(Automaton a, Automaton b, String pointer) {
        return both(a, Operations.complement(Patterns.deterministic(b, pointer), Limits.WORK), pointer);
    }

    private Automaton multiplied(Automaton a, Automaton b) {
        state(0, 0);
        while (!open.isEmpty()) {
            long pair = open.pop();
            int from = states.get(pair);
            int one = (int) (pair >> 32);
            int other = (int) pair;
            product.setAccept(from, a.isAccept(one) && b.isAccept(other));
            arrows(from, left[one], right[other]);
        }
        return product.finish();
    }

    /** Both lists are sorted by their first letters. */
    private void arrows(int from, Transition[] ones, Transition[] others) {
        int first = 0;
        for (Transition one : ones) {
            while (first < others.length && others[first].max < one.min) {
                first++;
            }
            for (int i = first; i < others.length && others[i].min <= one.max; i++) {
                Transition other = others[i];
                if (other.max >= one.min) {
                    count();
                    product.addTransition(
                            from,
                            state(one.dest, other.dest),
                            Math.max(one.min, other.min),
                            Math.min(one.max, other.max));
                }
            }
        }
    }

    private int state(int one, int other) {
        return states.computeIfAbsent((long) one << 32 | other, pair -> {
            count();
            open.push(pair);
            return product.createState();
        });
    }

    private void count() {
        if (++work > Limits.PRODUCT) {
            throw new UnsupportedSchemaException(
                    pointer,
                    "needs more than " + Limits.PRODUCT + " states for what must hold together; write simpler patterns"
                            + " or smaller multiples");
        }
    }
}
