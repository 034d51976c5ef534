package io.pagestream.engine.trust.repeat;

import io.pagestream.engine.trust.repeat.Symbol.Kind;

/** How a symbol resembles the one a period before it. */
final class Resemblance {

    enum Degree {
        SAME,
        /** A number one step further, the next letter of a list, or a long word with a letter or two changed. */
        COUNTS,
        OTHER_NUMBER,
        OTHER
    }

    private static final int LONG_WORD = 5;
    private static final int CHANGED = 2;

    private final CharSequence text;

    /** @param text that the symbols lie in; it grows */
    Resemblance(CharSequence text) {
        this.text = text;
    }

    /** @param begin of the run: what stands before tells nothing about its steps */
    Degree of(SymbolTape tape, int position, int period, int begin) {
        Symbol now = tape.at(position);
        Symbol before = tape.at(position - period);
        if (now.kind() != before.kind()) {
            return Degree.OTHER;
        }
        if (now.kind() == Kind.NUMBER) {
            return ofNumbers(tape, position, period, begin);
        }
        if (now.id() == before.id()) {
            return Degree.SAME;
        }
        return now.kind() == Kind.WORD && isVariant(now, before) ? Degree.COUNTS : Degree.OTHER;
    }

    private static Degree ofNumbers(SymbolTape tape, int position, int period, int begin) {
        int value = tape.at(position).value();
        int before = tape.at(position - period).value();
        if (value == before) {
            return Degree.SAME;
        }
        int earlier = position - 2 * period;
        if (earlier < begin || tape.at(earlier).kind() != Kind.NUMBER) {
            return Degree.COUNTS; // the first step; whether the next is the same will be seen
        }
        return value - before == before - tape.at(earlier).value() ? Degree.COUNTS : Degree.OTHER_NUMBER;
    }

    private boolean isVariant(Symbol a, Symbol b) {
        int lengthA = a.end() - a.begin();
        int lengthB = b.end() - b.begin();
        if (lengthA == 1 && lengthB == 1) {
            return true;
        }
        if (Math.min(lengthA, lengthB) < LONG_WORD || Math.abs(lengthA - lengthB) > 1) {
            return false;
        }
        int shorter = Math.min(lengthA, lengthB);
        int front = 0;
        while (front < shorter && text.charAt(a.begin() + front) == text.charAt(b.begin() + front)) {
            front++;
        }
        int back = 0;
        while (back < shorter - front && text.charAt(a.end() - 1 - back) == text.charAt(b.end() - 1 - back)) {
            back++;
        }
        return front + back >= Math.max(lengthA, lengthB) - CHANGED;
    }
}
