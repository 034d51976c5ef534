package io.pagestream.engine.grammar;

import java.util.List;
import java.util.Map;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/** The contents of JSON strings, spelled, without their quotes. */
final class Strings {

    private static final String SHORT_MONTHS = "(0[469]|11)-(0[1-9]|[12][0-9]|30)";
    private static final String LONG_MONTHS = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])";
    private static final String FEBRUARY = "02-(0[1-9]|1[0-9]|2[0-8])";
    private static final String LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
    private static final String DATE =
            "([0-9]{4}-(" + SHORT_MONTHS + "|" + LONG_MONTHS + "|" + FEBRUARY + ")|" + LEAP_YEAR + "-02-29)";
    private static final String TIME =
            "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?" + "(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])";

    /** RFC 3339, without leap seconds and with offsets that java.time reads, and RFC 4122. */
    private static final Map<String, String> FORMATS = Map.of(
            "date",
            DATE,
            "time",
            TIME,
            "date-time",
            DATE + "T" + TIME,
            "uuid",
            "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Strings() {}

    static Automaton of(Shape shape) {
        Automaton result = null;
        for (Shape.Text pattern : shape.patterns) {
            result = both(
                    result,
                    Patterns.search(pattern.text(), Spelling.JSON_STRING, pattern.pointer()),
                    pattern.pointer());
        }
        for (Shape.Text format : shape.formats) {
            String pattern = FORMATS.get(format.text());
            if (pattern == null) {
                throw new UnsupportedSchemaException(
                        format.pointer(),
                        "the format '" + format.text() + "' is not supported; known are "
                                + FORMATS.keySet().stream().sorted().toList() + ", or write a pattern");
            }
            Automaton known = Patterns.whole(pattern, Spelling.JSON_STRING, format.pointer());
            result = both(result, known, format.pointer());
        }
        if (shape.minLength > 0 || shape.maxLength >= 0 || result == null) {
            result = both(result, ofLength(shape), shape.pointer);
        }
        return result;
    }

    private static Automaton ofLength(Shape shape) {
        Automaton letter = Spelling.JSON_STRING.oneOf(CodePoints.all());
        if (shape.maxLength < 0) {
            return Operations.repeat(letter, shape.minLength);
        }
        return shape.maxLength < shape.minLength
                ? Automata.makeEmpty()
                : Operations.repeat(letter, shape.minLength, shape.maxLength);
    }

    private static Automaton both(Automaton a, Automaton b, String pointer) {
        return a == null ? b : Products.both(a, b, pointer);
    }

    /** Anything but {@code names}. */
    static Automaton except(Automaton content, List<String> names, String pointer) {
        List<Automaton> words = names.stream().map(Spelling.JSON_STRING::word).toList();
        if (words.isEmpty()) {
            return content;
        }
        return Products.minus(Patterns.deterministic(content, pointer), Operations.union(words), pointer);
    }
}
