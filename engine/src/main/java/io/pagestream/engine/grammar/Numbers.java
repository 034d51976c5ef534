package io.pagestream.engine.grammar;

import io.pagestream.engine.grammar.Shape.Bound;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/**
 * The texts of numbers within bounds. A bound is compared digit by digit, so without an exponent; a multiple is a
 * remainder kept while the digits are read, so for whole numbers, or a limit of decimals.
 */
final class Numbers {

    private static final int WHOLE_DIGITS = 18;
    private static final int DECIMALS = 17;
    private static final int LARGEST_DIVISOR = 1000;

    private static final String WHOLE = "(0|[1-9][0-9]{0," + (WHOLE_DIGITS - 1) + "})";
    private static final String FRACTION = "(\\.[0-9]{1," + DECIMALS + "})?";

    static final String ANY_INTEGER = "(0|-?[1-9][0-9]{0," + (WHOLE_DIGITS - 1) + "})";
    static final String ANY_NUMBER = "-?" + WHOLE + FRACTION + "([eE][+-]?[0-9]{1,2})?";

    private Numbers() {}

    static Automaton of(boolean whole, Bound least, Bound most, List<Bound> multiples, String pointer) {
        boolean onlyWhole = whole;
        List<Automaton> all = new ArrayList<>();
        for (Bound multiple : multiples) {
            BigDecimal value = multiple.value();
            if (value.signum() <= 0) {
                throw new UnsupportedSchemaException(multiple.pointer(), "a multiple of 0 or less");
            }
            if (value.unscaledValue().bitLength() == 1 && value.scale() > 0 && value.scale() <= DECIMALS) {
                all.add(regex("-?" + WHOLE + "(\\.[0-9]{1," + value.scale() + "})?"));
            } else if (value.scale() <= 0 && value.compareTo(BigDecimal.valueOf(LARGEST_DIVISOR)) <= 0) {
                onlyWhole = true;
                all.add(multiplesOf(value.intValueExact()));
            } else {
                throw new UnsupportedSchemaException(
                        multiple.pointer(),
                        "multiples are known of whole numbers up to " + LARGEST_DIVISOR
                                + " and of 0.1, 0.01, ...; found " + value.toPlainString());
            }
        }
        if (least != null || most != null) {
            all.add(Patterns.deterministic(between(least, most), pointer));
        }
        Automaton result = regex(onlyWhole ? ANY_INTEGER : all.isEmpty() ? ANY_NUMBER : "-?" + WHOLE + FRACTION);
        for (Automaton other : all) {
            result = Products.both(result, other, pointer);
        }
        return result;
    }

    private static Automaton regex(String pattern) {
        return Patterns.whole(pattern, Spelling.PLAIN, "");
    }

    private static Automaton between(Bound least, Bound most) {
        Bound zero = new Bound(BigDecimal.ZERO, false, "");
        Bound belowZero = new Bound(BigDecimal.ZERO, true, "");
        Bound low = least == null || least.value().signum() < 0 ? zero : least;
        // A number below zero is a sign and a size, and the bounds of its size have changed places.
        Bound negatedMost = most == null || most.value().signum() >= 0 ? belowZero : negated(most);
        Bound negatedLeast = least == null ? null : negated(least);
        return Operations.union(sizes(low, most), Operations.concatenate(regex("-"), sizes(negatedMost, negatedLeast)));
    }

    private static Bound negated(Bound bound) {
        return new Bound(bound.value().negate(), bound.strict(), bound.pointer());
    }

    /** Texts without a sign of numbers from {@code low}, which is not negative, to {@code high}, which may be. */
    private static Automaton sizes(Bound low, Bound high) {
        Automaton above = regex(above(low));
        if (high == null) {
            return above;
        }
        return high.value().signum() < 0 ? Automata.makeEmpty() : Operations.intersection(above, regex(below(high)));
    }

    private static String above(Bound bound) {
        Digits digits = Digits.of(bound);
        List<String> ways = new ArrayList<>();
        String whole = digits.whole();
        if (whole.length() < WHOLE_DIGITS) {
            ways.add("[1-9][0-9]{" + whole.length() + "," + (WHOLE_DIGITS - 1) + "}" + FRACTION);
        }
        for (int i = 0; i < whole.length(); i++) {
            if (whole.charAt(i) < '9') {
                ways.add(whole.substring(0, i) + "[" + (char) (whole.charAt(i) + 1) + "-9][0-9]{"
                        + (whole.length() - i - 1) + "}" + FRACTION);
            }
        }
        String decimals = digits.decimals();
        for (int i = 0; i < decimals.length(); i++) {
            if (decimals.charAt(i) < '9') {
                ways.add(
                        whole + "\\." + decimals.substring(0, i) + "[" + (char) (decimals.charAt(i) + 1) + "-9][0-9]*");
            }
        }
        String equal = whole + (decimals.isEmpty() ? "" : "\\." + decimals);
        String more = decimals.isEmpty() ? "\\." : "";
        ways.add(equal + more + "[0-9]*[1-9][0-9]*");
        if (!bound.strict()) {
            ways.add(decimals.isEmpty() ? equal + "(\\.0+)?" : equal + "0*");
        }
        return String.join("|", ways);
    }

    private static String below(Bound bound) {
        Digits digits = Digits.of(bound);
        List<String> ways = new ArrayList<>();
        String whole = digits.whole();
        if (whole.length() > 1) {
            ways.add("(0|[1-9][0-9]{0," + (whole.length() - 2) + "})" + FRACTION);
        }
        for (int i = 0; i < whole.length(); i++) {
            char first = i == 0 && whole.length() > 1 ? '1' : '0';
            if (whole.charAt(i) > first) {
                ways.add(whole.substring(0, i) + "[" + first + "-" + (char) (whole.charAt(i) - 1) + "][0-9]{"
                        + (whole.length() - i - 1) + "}" + FRACTION);
            }
        }
        String decimals = digits.decimals();
        for (int i = 0; i < decimals.length(); i++) {
            String same = decimals.substring(0, i);
            // The text may end here: what is missing counts as zeros, and the last decimal of a bound is none.
            ways.add(whole + (i == 0 ? "" : "\\." + same));
            if (decimals.charAt(i) > '0') {
                ways.add(whole + "\\." + same + "[0-" + (char) (decimals.charAt(i) - 1) + "][0-9]*");
            }
        }
        if (!bound.strict()) {
            ways.add(whole + (decimals.isEmpty() ? "(\\.0+)?" : "\\." + decimals + "0*"));
        }
        return ways.isEmpty() ? "[]" : String.join("|", ways);
    }

    private record Digits(String whole, String decimals) {

        static Digits of(Bound bound) {
            String plain = bound.value().signum() == 0 ? "0" : bound.value().toPlainString();
            int point = plain.indexOf('.');
            Digits digits = point < 0
                    ? new Digits(plain, "")
                    : new Digits(plain.substring(0, point), plain.substring(point + 1));
            if (digits.whole.length() > WHOLE_DIGITS || digits.decimals.length() > DECIMALS) {
                throw new UnsupportedSchemaException(
                        bound.pointer(),
                        "numbers are written with up to " + WHOLE_DIGITS + " digits and " + DECIMALS
                                + " decimals; found " + plain);
            }
            return digits;
        }
    }

    private static Automaton multiplesOf(int divisor) {
        Automaton.Builder builder = new Automaton.Builder();
        // State 0 waits for a sign, 1 for the first digit, 2 + r has read digits with remainder r.
        for (int state = 0; state < divisor + 2; state++) {
            builder.createState();
        }
        builder.setAccept(2, true);
        builder.addTransition(0, 1, '-');
        for (int digit = 0; digit < 10; digit++) {
            builder.addTransition(0, 2 + digit % divisor, '0' + digit);
            builder.addTransition(1, 2 + digit % divisor, '0' + digit);
            for (int rest = 0; rest < divisor; rest++) {
                builder.addTransition(2 + rest, 2 + (rest * 10 + digit) % divisor, '0' + digit);
            }
        }
        return builder.finish();
    }
}
