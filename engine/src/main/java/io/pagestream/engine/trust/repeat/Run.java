package io.pagestream.engine.trust.repeat;

import io.pagestream.engine.trust.repeat.Repetition.Likeness;
import java.util.Arrays;

/**
 * A stretch in which every symbol resembles the one a period before. It remembers for each likeness since when it has held
 * without a break; a run that holds exactly also holds in the weaker senses.
 *
 * <p>Words that differ cost three points each, every symbol that resembles earns one, and a run without points ends: so
 * up to a quarter of the symbols may differ. Points have a ceiling, so a run ends soon after its text does.
 */
final class Run {

    private static final int PRICE = 3;
    private static final int CEILING = 24;

    /** Where a likeness began: the first symbol that resembled, what had been read before it, and its character. */
    record Since(int position, Amount before, int character) {}

    private final Since[] since = new Since[Likeness.values().length];
    private int period;
    private int points = PRICE;
    private int differing; // in a row, until now
    private int nextLook;

    private Run(int period, Since begin) {
        this.period = period;
        Arrays.fill(since, begin);
    }

    /** A run whose first symbols, the newest of the tape, have been found to resemble but for their figures. */
    static Run found(SymbolTape tape, int period, int symbols) {
        int first = tape.count() - symbols;
        Amount before = tape.total();
        boolean same = true;
        for (int i = first; i < tape.count(); i++) {
            before = before.minus(tape.at(i).amount());
            same &= tape.at(i).value() == tape.at(i - period).value();
        }
        Run run = new Run(period, new Since(first, before, tape.at(first - 1).end()));
        if (!same) {
            run.restart(Likeness.EXACT, here(tape));
        }
        return run;
    }

    int period() {
        return period;
    }

    int length(int count) {
        return count - since[Likeness.VARIED.ordinal()].position();
    }

    Since since(Likeness likeness) {
        return since[likeness.ordinal()];
    }

    /** Whether nothing resembles any more at this period: text was put in or left out, or the run is over. */
    boolean isOff() {
        return differing >= 2;
    }

    /** Goes on with another period: somewhat more or less text stands in each copy. */
    void shift(int other, Since now) {
        period = other;
        points = Math.max(points, PRICE);
        differing = 0;
        restart(Likeness.EXACT, now);
        restart(Likeness.COUNTING, now);
    }

    /** Books the newest symbol of the tape; false when the run is over. */
    boolean goOn(SymbolTape tape, Resemblance resemblance) {
        int newest = tape.count() - 1;
        int begin = since[Likeness.VARIED.ordinal()].position() - period;
        switch (resemblance.of(tape, newest, period, begin)) {
            case SAME -> resembles();
            case COUNTS -> {
                resembles();
                restart(Likeness.EXACT, here(tape));
            }
            case OTHER_NUMBER -> {
                resembles();
                restart(Likeness.EXACT, here(tape));
                restart(Likeness.COUNTING, here(tape));
            }
            case OTHER -> {
                points -= PRICE;
                differing++;
                restart(Likeness.EXACT, here(tape));
                restart(Likeness.COUNTING, here(tape));
            }
        }
        return points >= 0;
    }

    private void resembles() {
        points = Math.min(points + 1, CEILING);
        differing = 0;
    }

    private void restart(Likeness likeness, Since now) {
        since[likeness.ordinal()] = now;
    }

    /** The place behind the newest symbol. */
    static Since here(SymbolTape tape) {
        return new Since(tape.count(), tape.total(), tape.at(tape.count() - 1).end());
    }

    /** True once in an eighth of a period: looking at a whole period each time then costs a constant for each symbol. */
    boolean isTimeToLook(int count) {
        if (count < nextLook) {
            return false;
        }
        nextLook = count + Math.max(4, period / 8);
        return true;
    }
}
