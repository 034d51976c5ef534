package io.pagestream.engine.trust.repeat;

import io.pagestream.engine.trust.repeat.Repetition.Likeness;
import io.pagestream.engine.trust.repeat.Unit.Layout;

/**
 * How much repetition an honest page may have; what has more is a loop.
 *
 * <p>A page may say the same sentence three times, but hardly begin it a fourth time. It may have three hundred cells of
 * zeros and a thousand dots, because these say nothing. So what is repeated is weighed ({@link Amount#weight}), and how
 * much is allowed depends on how much one copy says ({@link Unit#richness}), on its layout, and on how alike the copies
 * are. Rows of a table whose figures differ are what tables are: only more rows than a page holds are too many.
 */
final class Limits {

    /** A short sentence or a full row. */
    private static final int RICH = 36;

    /** A phrase; less is a word, a value or a rule. */
    private static final int PHRASE = 12;

    private Limits() {}

    /**
     * @param matched symbols that resemble those a period before
     * @param repeated how much text they are
     */
    static boolean areBroken(Likeness likeness, Unit unit, int period, int matched, Amount repeated) {
        double copies = 1 + (double) matched / period;
        double weight = repeated.weight();
        boolean plain = unit.layout() == Layout.PLAIN;
        if (unit.richness() >= RICH) {
            return switch (likeness) {
                case EXACT -> copies > 3 + begun(period) && weight >= (plain ? 120 : form(unit) ? 480 : 240);
                case COUNTING -> plain ? copies > 4 && weight >= 240 : copies >= 32 && weight >= 480;
                case VARIED -> plain ? copies >= 48 && weight >= 3200 : copies >= 100 && weight >= 4000;
            };
        }
        if (unit.richness() >= PHRASE) {
            return switch (likeness) {
                case EXACT -> copies > 3 + begun(period) && weight >= (plain ? 240 : 640);
                case COUNTING -> copies >= (plain ? 20 : 40) && weight >= (plain ? 700 : 1000);
                case VARIED -> copies >= 120 && weight >= (plain ? 3200 : 4000);
            };
        }
        return switch (likeness) {
            case EXACT -> copies > 3 + begun(period) && weight >= (repeated.lines() > 0 ? 400 : 300);
            case COUNTING -> copies >= 150 && weight >= 500;
            case VARIED -> false; // columns of figures
        };
    }

    /** How much of the fourth copy must be there: three alike can be meant so, a fourth that begins is not. */
    private static double begun(int period) {
        return Math.min(0.5, Math.max(0.2, 6.0 / period));
    }

    private static boolean form(Unit unit) {
        return unit.layout() == Layout.FORM;
    }
}
