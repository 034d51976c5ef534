package io.pagestream.engine.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Exactly one of {@code points}. Deterministic, and all ways lead to one state: what is made of this stays small.
     */
    Automaton oneOf(BitSet points) {
        OneOf letters = new OneOf();
        for (int first = points.nextSetBit(0); first >= 0; ) {
            int last = points.nextClearBit(first) - 1;
            letters.add(first, last);
            first = points.nextSetBit(last + 1);
        }
        return letters.automaton.finish();
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

    private final class OneOf {

        private final Automaton.Builder automaton = new Automaton.Builder();
        private final Map<String, Integer> begun = new HashMap<>();

        OneOf() {
            begun.put("", automaton.createState());
            automaton.setAccept(automaton.createState(), true);
        }

        void add(int first, int last) {
            int from = first;
            for (int point = first; Spelling.this == JSON_STRING && point <= Math.min(last, '\\'); point++) {
                if (point < ' ' || point == '"' || point == '\\') {
                    if (from < point) {
                        automaton.addTransition(0, 1, from, point - 1);
                    }
                    addEscape(point);
                    from = point + 1;
                }
            }
            if (from <= last) {
                automaton.addTransition(0, 1, from, last);
            }
        }

        private void addEscape(int point) {
            for (int i = 0; i < SHORT_ESCAPES.length(); i += 2) {
                if (SHORT_ESCAPES.charAt(i) == point) {
                    automaton.addTransition(behind("\\"), 1, SHORT_ESCAPES.charAt(i + 1));
                    return;
                }
            }
            int at = behind("\\u00" + (point >> 4));
            char digit = Character.forDigit(point & 15, 16);
            automaton.addTransition(at, 1, digit);
            if (digit > '9') {
                automaton.addTransition(at, 1, Character.toUpperCase(digit));
            }
        }

        /** The state behind the first letters of an escape, shared by all that begin so. */
        private int behind(String letters) {
            Integer known = begun.get(letters);
            if (known == null) {
                int before = behind(letters.substring(0, letters.length() - 1));
                known = automaton.createState();
                automaton.addTransition(before, known, letters.charAt(letters.length() - 1));
                begun.put(letters, known);
            }
            return known;
        }
    }
}
