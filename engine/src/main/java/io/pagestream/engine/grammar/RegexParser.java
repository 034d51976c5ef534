package io.pagestream.engine.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/**
 * Reads a regular expression in the syntax of ECMA-262 (flag u) into an automaton over spelled code points, in which
 * the anchors {@code ^} and {@code $} are the letters {@link #BEGIN} and {@link #END}; {@link Patterns} gives them their
 * meaning.
 *
 * <p>Refused, because no finite automaton knows it or because nobody asked yet: look-around, back references, word
 * boundaries, flags. Whether a quantifier is lazy makes no difference for which texts match.
 */
final class RegexParser {

    /** Letters that no text has: surrogates. */
    static final int BEGIN = 0xD800;

    static final int END = 0xDFFF;

    private static final int DEEPEST = 64;

    private final String pattern;
    private final Spelling spelling;
    private final String pointer;
    private int at;
    private int depth;

    RegexParser(String pattern, Spelling spelling, String pointer) {
        this.pattern = pattern;
        this.spelling = spelling;
        this.pointer = pointer;
    }

    Automaton parse() {
        if (pattern.length() > Limits.PATTERN) {
            throw refused("has " + pattern.length() + " characters, at most " + Limits.PATTERN + " are read");
        }
        Automaton all = alternatives();
        if (at < pattern.length()) {
            throw refused("')' at " + at + " closes nothing");
        }
        return all;
    }

    private Automaton alternatives() {
        if (++depth > DEEPEST) {
            throw refused("is nested deeper than " + DEEPEST + " groups");
        }
        List<Automaton> branches = new ArrayList<>();
        branches.add(sequence());
        while (take('|')) {
            branches.add(sequence());
        }
        depth--;
        return branches.size() == 1 ? branches.get(0) : Operations.union(branches);
    }

    private Automaton sequence() {
        List<Automaton> parts = new ArrayList<>();
        parts.add(Automata.makeEmptyString());
        while (at < pattern.length() && peek() != '|' && peek() != ')') {
            parts.add(sized(quantified(atom())));
        }
        return sized(Operations.concatenate(parts));
    }

    private Automaton quantified(Automaton atom) {
        int least;
        int most;
        if (take('*')) {
            least = 0;
            most = -1;
        } else if (take('+')) {
            least = 1;
            most = -1;
        } else if (take('?')) {
            least = 0;
            most = 1;
        } else if (take('{')) {
            least = number();
            most = take(',') ? (peek() == '}' ? -1 : number()) : least;
            expect('}');
            if (most >= 0 && most < least) {
                throw refused("counts from " + least + " to " + most + " before " + at);
            }
        } else {
            return atom;
        }
        take('?');
        if (at < pattern.length() && "*+?{".indexOf(peek()) >= 0) {
            throw refused("repeats nothing at " + at);
        }
        if ((long) atom.getNumStates() * Math.max(least, most) > Limits.STATES) {
            throw refused("needs more than " + Limits.STATES + " states");
        }
        return most < 0
                ? (least == 0 ? Operations.repeat(atom) : Operations.repeat(atom, least))
                : Operations.repeat(atom, least, most);
    }

    private Automaton atom() {
        char letter = pattern.charAt(at);
        switch (letter) {
            case '(':
                return group();
            case '[':
                at++;
                return spelling.oneOf(new ClassParser().parse());
            case '.':
                at++;
                return spelling.oneOf(CodePoints.not(CodePoints.lineEnds()));
            case '^':
                at++;
                return Automata.makeChar(BEGIN);
            case '$':
                at++;
                return Automata.makeChar(END);
            case '\\':
                return spelling.oneOf(escaped(false));
            case '*', '+', '?', '{', '}', ']':
                throw refused("'" + letter + "' at " + at + " must be escaped");
            default:
                return spelling.oneOf(CodePoints.of(literal()));
        }
    }

    private Automaton group() {
        at++;
        if (take('?')) {
            if (take('<') && peek() != '=' && peek() != '!') {
                int close = pattern.indexOf('>', at);
                if (close < 0) {
                    throw refused("the name of a group does not end");
                }
                at = close + 1;
            } else if (!take(':')) {
                throw refused("'(?" + peek() + "' at " + at + " is not supported: no look-around, no flags");
            }
        }
        Automaton inner = alternatives();
        expect(')');
        return inner;
    }

    private int literal() {
        int point = pattern.codePointAt(at);
        if (Character.charCount(point) == 1 && Character.isSurrogate((char) point)) {
            throw refused("half a surrogate pair at " + at);
        }
        at += Character.charCount(point);
        return point;
    }

    /** What stands behind a backslash: one code point, or a class of them. */
    private BitSet escaped(boolean inClass) {
        at++;
        char letter = next();
        return switch (letter) {
            case 'd' -> CodePoints.digits();
            case 'D' -> CodePoints.not(CodePoints.digits());
            case 'w' -> CodePoints.word();
            case 'W' -> CodePoints.not(CodePoints.word());
            case 's' -> CodePoints.space();
            case 'S' -> CodePoints.not(CodePoints.space());
            case 't' -> CodePoints.of('\t');
            case 'n' -> CodePoints.of('\n');
            case 'r' -> CodePoints.of('\r');
            case 'f' -> CodePoints.of('\f');
            case 'v' -> CodePoints.of(0x0B);
            case '0' -> CodePoints.of(0);
            case 'c' -> CodePoints.of(next() & 31);
            case 'x' -> CodePoints.of(hex(2));
            case 'u' -> CodePoints.of(unicode());
            case 'p' -> category();
            case 'P' -> CodePoints.not(category());
            default -> {
                if (letter == 'b' && inClass) {
                    yield CodePoints.of('\b');
                }
                if (letter >= 0x80 || Character.isLetterOrDigit(letter)) {
                    throw refused("'\\" + letter + "' before " + at + " is not supported");
                }
                yield CodePoints.of(letter);
            }
        };
    }

    private BitSet category() {
        expect('{');
        int close = pattern.indexOf('}', at);
        String name = close < 0 ? "" : pattern.substring(at, close);
        name = name.substring(name.indexOf('=') + 1);
        at = close + 1;
        BitSet category = CodePoints.category(name);
        if (category == null) {
            throw refused("\\p{" + name + "} is not supported, only general categories are");
        }
        return category;
    }

    private int unicode() {
        int point;
        if (take('{')) {
            int close = pattern.indexOf('}', at);
            point = close < 0 || close - at > 6 ? -1 : hex(close - at);
            expect('}');
        } else {
            point = hex(4);
            if (Character.isHighSurrogate((char) point) && pattern.startsWith("\\u", at)) {
                at += 2;
                point = Character.toCodePoint((char) point, (char) hex(4));
            }
        }
        if (point < 0 || point > CodePoints.MOST || point >= BEGIN && point <= END) {
            throw refused("no character before " + at);
        }
        return point;
    }

    private int hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw refused("no hexadecimal digit before " + at);
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private int number() {
        int start = at;
        int value = 0;
        while (at < pattern.length() && Character.digit(peek(), 10) >= 0 && value <= Limits.LENGTH) {
            value = value * 10 + Character.digit(pattern.charAt(at++), 10);
        }
        if (at == start || value > Limits.LENGTH) {
            throw refused("expects a count up to " + Limits.LENGTH + " at " + start);
        }
        return value;
    }

    private char peek() {
        if (at >= pattern.length()) {
            throw refused("ends too early");
        }
        return pattern.charAt(at);
    }

    private char next() {
        char letter = peek();
        at++;
        return letter;
    }

    private boolean take(char wanted) {
        boolean there = at < pattern.length() && pattern.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw refused("expects '" + wanted + "' at " + at);
        }
    }

    private Automaton sized(Automaton automaton) {
        if (automaton.getNumStates() > Limits.STATES) {
            throw refused("needs more than " + Limits.STATES + " states");
        }
        return automaton;
    }

    private UnsupportedSchemaException refused(String what) {
        String shown = pattern.length() > 80 ? pattern.substring(0, 80) + "..." : pattern;
        return new UnsupportedSchemaException(pointer, "the regular expression '" + shown + "' " + what);
    }

    /** What stands in square brackets. */
    private final class ClassParser {

        BitSet parse() {
            boolean inverted = take('^');
            BitSet set = new BitSet();
            while (peek() != ']') {
                BitSet first = member();
                boolean range = peek() == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
                if (!range) {
                    set.or(first);
                    continue;
                }
                at++;
                BitSet last = member();
                if (first.cardinality() != 1 || last.cardinality() != 1 || first.length() > last.length()) {
                    throw refused("has no range before " + at);
                }
                set.or(CodePoints.range(first.length() - 1, last.length() - 1));
            }
            at++;
            return inverted ? CodePoints.not(set) : set;
        }

        private BitSet member() {
            return peek() == '\\' ? escaped(true) : CodePoints.of(literal());
        }
    }
}
