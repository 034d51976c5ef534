package io.pagestream.engine.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/**
 * How a code point of a text is written in the answer: as itself, or as inside of a JSON string.
 *
 * <p>In JSON every character has one spelling: as itself, and where it must be escaped, with the short escape if there
 * is one. One spelling, because two would let a key be written twice; the short one, because tokens cost time.
 */
enum Spelling {
    PLAIN,
    JSON_STRING;

    private static final String SHORT_ESCAPES = "\"\"\\\\\bb\ff\nn\rr\tt";

    /** Exactly one of {@code points}. All ways lead to one state: the automata that are made of this stay small. */
    Automaton oneOf(BitSet points) {
        Automaton.Builder automaton = new Automaton.Builder();
        automaton.createState();
        automaton.createState();
        automaton.setAccept(1, true);
        for (int first = points.nextSetBit(0); first >= 0; ) {
            int last = points.nextClearBit(first) - 1;
            addRange(automaton, first, last);
            first = points.nextSetBit(last + 1);
        }
        return automaton.finish();
    }

    /** The text {@code word}, spelled. */
    Automaton word(String word) {
        List<Automaton> letters = new ArrayList<>();
        letters.add(Automata.makeEmptyString());
        word.codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new UnsupportedSchemaException("", "'" + word + "' holds half a surrogate pair, no text does");
            }
            letters.add(oneOf(CodePoints.of(point)));
        });
        return Operations.concatenate(letters);
    }

    private void addRange(Automaton.Builder automaton, int first, int last) {
        int from = first;
        if (this == JSON_STRING) {
            for (int point = first; point <= Math.min(last, '\\'); point++) {
                if (point < ' ' || point == '"' || point == '\\') {
                    if (from < point) {
                        automaton.addTransition(0, 1, from, point - 1);
                    }
                    addEscape(automaton, point);
                    from = point + 1;
                }
            }
        }
        if (from <= last) {
            automaton.addTransition(0, 1, from, last);
        }
    }

    private static void addEscape(Automaton.Builder automaton, int point) {
        int at = addLetter(automaton, 0, '\\');
        for (int i = 0; i < SHORT_ESCAPES.length(); i += 2) {
            if (SHORT_ESCAPES.charAt(i) == point) {
                automaton.addTransition(at, 1, SHORT_ESCAPES.charAt(i + 1));
                return;
            }
        }
        at = addLetter(automaton, at, 'u');
        at = addLetter(automaton, at, '0');
        at = addLetter(automaton, at, '0');
        at = addLetter(automaton, at, '0' + (point >> 4));
        char digit = Character.forDigit(point & 15, 16);
        automaton.addTransition(at, 1, digit);
        if (digit > '9') {
            automaton.addTransition(at, 1, Character.toUpperCase(digit));
        }
    }

    private static int addLetter(Automaton.Builder automaton, int from, int letter) {
        int to = automaton.createState();
        automaton.addTransition(from, to, letter);
        return to;
    }
}
