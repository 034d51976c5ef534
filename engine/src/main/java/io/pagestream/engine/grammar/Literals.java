package io.pagestream.engine.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/** Given JSON values as texts, in the form that {@link Grammars} describes. */
final class Literals {

    private static final int MOST_ZEROS = 20;

    private Literals() {}

    /** {@code text} and, behind it, one space or none. */
    static Automaton spaced(Automaton text) {
        return Operations.concatenate(text, Operations.optional(Automata.makeChar(' ')));
    }

    static Automaton string(String value) {
        return quoted(Spelling.JSON_STRING.word(value));
    }

    static Automaton quoted(Automaton content) {
        return Operations.concatenate(List.of(Automata.makeChar('"'), content, Automata.makeChar('"')));
    }

    static Automaton of(JsonNode value) {
        if (value.isTextual()) {
            return string(value.asText());
        }
        if (value.isNumber()) {
            return Automata.makeString(number(value.decimalValue()));
        }
        if (!value.isContainerNode()) {
            return Automata.makeString(value.toString());
        }
        List<Automaton> parts = new ArrayList<>();
        parts.add(Automata.makeChar(value.isArray() ? '[' : '{'));
        boolean first = true;
        if (value.isArray()) {
            for (JsonNode item : value) {
                first = comma(parts, first);
                parts.add(of(item));
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            first = comma(parts, first);
            parts.add(string(member.getKey()));
            parts.add(spaced(Automata.makeChar(':')));
            parts.add(of(member.getValue()));
        }
        parts.add(Automata.makeChar(value.isArray() ? ']' : '}'));
        return Operations.concatenate(parts);
    }

    private static boolean comma(List<Automaton> parts, boolean first) {
        if (!first) {
            parts.add(spaced(Automata.makeChar(',')));
        }
        return false;
    }

    /** The shortest text of a number, without an exponent unless there would be many zeros. */
    static String number(BigDecimal value) {
        BigDecimal number = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return Math.abs((long) number.scale()) <= MOST_ZEROS ? number.toPlainString() : number.toString();
    }

    /** Equal as JSON Schema has it: 1 and 1.0 are one number, the order of properties is of no account. */
    static boolean same(JsonNode a, JsonNode b) {
        return a.equals(
                (x, y) -> x.isNumber() && y.isNumber()
                        ? x.decimalValue().compareTo(y.decimalValue())
                        : x.equals(y) ? 0 : 1,
                b);
    }
}
