package io.pagestream.engine.trust.repeat;

import io.pagestream.engine.trust.repeat.Repetition.Likeness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads an answer while it is being written and says when it has begun to repeat itself for ever.
 *
 * <p>Each symbol ({@link SymbolCutter}) asks where the last three stood before; the distance is a period to try. At most
 * four periods are tried at a time, and each only compares the newest symbol with the one a period before ({@link Run}). A
 * run of three copies and more is weighed ({@link Limits}) once in an eighth of a period. So a symbol costs a small constant, and an
 * answer some 16,000 symbols of memory at most, besides its own text.
 *
 * <p>Not seen: text that says the same in other words, and repetition in no order. Belongs to one thread.
 */
public final class RepetitionWatch {

    private static final int TRIED = 4;

    private final StringBuilder text = new StringBuilder();
    private final SymbolTape tape = new SymbolTape();
    private final Resemblance resemblance = new Resemblance(text);
    private final SymbolCutter cutter = new SymbolCutter(this::accept);
    private final List<Run> runs = new ArrayList<>(TRIED);
    private int[] tokenEnds = new int[64];
    private int tokens;
    private Optional<Repetition> found = Optional.empty();

    /**
     * Reads what one more token says.
     *
     * @param piece text that the token completes; empty when it only begins a character
     * @return the repetition that the answer has ended in; once there is one it stays
     */
    public Optional<Repetition> append(String piece) {
        int from = text.length();
        text.append(piece);
        noteToken(text.length());
        for (int at = from; at < text.length() && found.isEmpty(); ) {
            int codePoint = text.codePointAt(at);
            cutter.accept(codePoint, at);
            at += Character.charCount(codePoint);
        }
        return found;
    }

    /**
     * Reads one more token of which only the id is known; a watch reads either ids or text. Ids say nothing of what is
     * repeated, so they may repeat themselves for some 600 tokens before this is called a loop.
     */
    public Optional<Repetition> append(int token) {
        noteToken(tokens + 1);
        if (found.isEmpty()) {
            accept(new Symbol(Symbol.Kind.TOKEN, token, 0, tokens - 1, tokens));
        }
        return found;
    }

    private void noteToken(int end) {
        if (tokens == tokenEnds.length) {
            tokenEnds = Arrays.copyOf(tokenEnds, tokens * 2);
        }
        tokenEnds[tokens++] = end;
    }

    private void accept(Symbol symbol) {
        tape.add(symbol);
        runs.removeIf(run -> !run.goOn(tape, resemblance));
        int distance = tape.distance();
        if (distance > 0) {
            propose(distance);
        }
        for (Run run : runs) {
            if (found.isEmpty() && run.length(tape.count()) >= 2 * run.period() && run.isTimeToLook(tape.count())) {
                judge(run);
            }
        }
    }

    private void propose(int distance) {
        Run weakest = null;
        for (Run run : runs) {
            if (run.period() == distance) {
                return;
            }
            if (run.isOff() && Math.abs(run.period() - distance) <= Math.max(2, run.period() / 4)) {
                run.shift(distance, Run.here(tape));
                return;
            }
            if (weakest == null || run.length(tape.count()) < weakest.length(tape.count())) {
                weakest = run;
            }
        }
        if (runs.size() == TRIED) {
            runs.remove(weakest);
        }
        runs.add(Run.found(tape, distance, SymbolTape.GRAM));
    }

    private void judge(Run run) {
        Unit unit = null;
        for (Likeness likeness : Likeness.values()) {
            Run.Since since = run.since(likeness);
            int matched = tape.count() - since.position();
            if (matched < 2 * run.period()) {
                continue;
            }
            unit = unit == null ? Unit.newest(tape, run.period(), text) : unit;
            if (Limits.areBroken(
                    likeness, unit, run.period(), matched, tape.total().minus(since.before()))) {
                found = Optional.of(describe(likeness, run.period(), since));
                return;
            }
        }
    }

    private Repetition describe(Likeness likeness, int period, Run.Since since) {
        int seenEnd = tape.at(tape.count() - 1).end();
        int unitBegin = tape.at(tape.count() - period).begin();
        int first = Math.max(0, since.position() - period);
        int begin = tape.count() - first <= 4 * SymbolTape.LONGEST_PERIOD
                ? tape.at(first).begin()
                : Math.max(0, since.character() - (seenEnd - unitBegin)); // forgotten: copies are about equally long
        int goodEnd = lineEnd(since.character(), seenEnd - unitBegin);
        int good = Arrays.binarySearch(tokenEnds, 0, tokens, goodEnd);
        int goodTokens = good < 0 ? -good - 1 : lastWithEnd(good);
        int copies = 1 + (tape.count() - since.position()) / period;
        String unit = text.length() == 0 ? "" : text.substring(unitBegin, seenEnd);
        return new Repetition(likeness, begin, goodEnd, goodTokens, seenEnd, period, copies, unit);
    }

    /** Tokens that add no text end where the one before them does; they belong to it. */
    private int lastWithEnd(int index) {
        int last = index;
        while (last + 1 < tokens && tokenEnds[last + 1] == tokenEnds[index]) {
            last++;
        }
        return last + 1;
    }

    /** Copies that consist of lines are kept up to the end of one, wherever in a line they were found to begin. */
    private int lineEnd(int goodEnd, int unitLength) {
        if (text.length() == 0 || (goodEnd > 0 && text.charAt(goodEnd - 1) == '\n')) {
            return goodEnd;
        }
        int line = text.indexOf("\n", goodEnd);
        return line >= 0 && line < goodEnd + unitLength ? line + 1 : goodEnd;
    }
}
