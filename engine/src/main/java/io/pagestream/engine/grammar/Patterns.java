package io.pagestream.engine.grammar;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.apache.lucene.util.automaton.Transition;

/**
 * Regular expressions as automata over spelled code points.
 *
 * <p>Anchors: a text is thought of with marks before and behind it, {@code ^} reads one before, {@code $} one behind; a
 * pattern that is searched may have anything, first mark included, to its left. What remains when the marks are taken
 * out are the texts that match. Nothing else needs to know of anchors.
 */
final class Patterns {

    private Patterns() {}

    /** The texts that {@code pattern} matches from end to end. */
    static Automaton whole(String pattern, Spelling spelling, String pointer) {
        Automaton parsed = new RegexParser(pattern, spelling, pointer).parse();
        Automaton begin = Operations.repeat(Automata.makeChar(RegexParser.BEGIN));
        Automaton end = Operations.repeat(Automata.makeChar(RegexParser.END));
        return withoutMarks(Operations.concatenate(List.of(begin, parsed, end)), spelling, pointer);
    }

    /** The texts in which {@code pattern} is found somewhere, as JSON Schema has it. */
    static Automaton search(String pattern, Spelling spelling, String pointer) {
        Automaton parsed = new RegexParser(pattern, spelling, pointer).parse();
        Automaton any = anything(spelling);
        Automaton begin = Operations.repeat(Automata.makeChar(RegexParser.BEGIN), 1);
        Automaton end = Operations.repeat(Automata.makeChar(RegexParser.END), 1);
        Automaton before = Operations.optional(Operations.concatenate(begin, any));
        Automaton behind = Operations.optional(Operations.concatenate(any, end));
        return withoutMarks(Operations.concatenate(List.of(before, parsed, behind)), spelling, pointer);
    }

    static Automaton anything(Spelling spelling) {
        return Operations.repeat(spelling.oneOf(CodePoints.all()));
    }

    /** @throws UnsupportedSchemaException instead of a great many states */
    static Automaton deterministic(Automaton automaton, String pointer) {
        try {
            Automaton result = Operations.removeDeadStates(Operations.determinize(automaton, Limits.WORK));
            if (result.getNumStates() > Limits.STATES) {
                throw new UnsupportedSchemaException(
                        pointer, "needs " + result.getNumStates() + " states, at most " + Limits.STATES + " are made");
            }
            return result;
        } catch (TooComplexToDeterminizeException e) {
            throw new UnsupportedSchemaException(pointer, "needs too many states for a deterministic automaton");
        }
    }

    private static Automaton withoutMarks(Automaton marked, Spelling spelling, String pointer) {
        Automaton texts = Operations.concatenate(List.of(
                Operations.repeat(Automata.makeChar(RegexParser.BEGIN)),
                anything(spelling),
                Operations.repeat(Automata.makeChar(RegexParser.END))));
        Automaton both = Products.both(deterministic(marked, pointer), deterministic(texts, pointer), pointer);
        // A searched text has both marks, a whole one may lack them; a letter is never a mark, so marks are just
        // dropped.
        Automaton.Builder plain = new Automaton.Builder();
        int states = both.getNumStates();
        for (int state = 0; state < states; state++) {
            plain.createState();
        }
        Transition arrow = new Transition();
        for (int state = 0; state < states; state++) {
            BitSet reached = throughMarks(both, state);
            for (int from = reached.nextSetBit(0); from >= 0; from = reached.nextSetBit(from + 1)) {
                if (both.isAccept(from)) {
                    plain.setAccept(state, true);
                }
                int arrows = both.initTransition(from, arrow);
                for (int i = 0; i < arrows; i++) {
                    both.getNextTransition(arrow);
                    if (!isMark(arrow)) {
                        plain.addTransition(state, arrow.dest, arrow.min, arrow.max);
                    }
                }
            }
        }
        return deterministic(plain.finish(), pointer);
    }

    private static BitSet throughMarks(Automaton automaton, int start) {
        BitSet reached = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
        Transition arrow = new Transition();
        while (!open.isEmpty()) {
            int state = open.pop();
            if (reached.get(state)) {
                continue;
            }
            reached.set(state);
            int arrows = automaton.initTransition(state, arrow);
            for (int i = 0; i < arrows; i++) {
                automaton.getNextTransition(arrow);
                if (isMark(arrow)) {
                    open.push(arrow.dest);
                }
            }
        }
        return reached;
    }

    private static boolean isMark(Transition arrow) {
        return arrow.min == arrow.max && (arrow.min == RegexParser.BEGIN || arrow.min == RegexParser.END);
    }
}
