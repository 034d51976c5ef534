package io.pagestream.engine.trust.repeat;

import java.lang.Character.UnicodeScript;
import java.util.function.Consumer;

/**
 * Cuts text into symbols as it comes, code point by code point: words, numbers, ends of lines, and every other code point by
 * itself. Scripts that put no spaces between words have a symbol for each code point. Blanks separate and are no symbols,
 * but eight in a row are one, so that an endless indent is seen.
 *
 * <p>A word or number longer than {@value #LONGEST} goes on as single code points: "abababab…" is a repetition too.
 */
final class SymbolCutter {

    private static final int LONGEST = 24;
    private static final int BLANKS = 8;
    private static final int NUMBER_ID = 0x6e756d62;

    private final Consumer<Symbol> out;
    private Symbol.Kind open; // WORD or NUMBER while one is being read, else null
    private int begin;
    private int length;
    private int hash;
    private boolean overlong;
    private int blanks;

    SymbolCutter(Consumer<Symbol> out) {
        this.out = out;
    }

    /** @param at index of the code point's first character in the text */
    void accept(int codePoint, int at) {
        boolean digit = codePoint >= '0' && codePoint <= '9';
        if (digit || (Character.isLetter(codePoint) && !isWordless(codePoint))) {
            part(digit ? Symbol.Kind.NUMBER : Symbol.Kind.WORD, codePoint, at);
            return;
        }
        if (Character.getType(codePoint) == Character.NON_SPACING_MARK && open == Symbol.Kind.WORD) {
            part(Symbol.Kind.WORD, codePoint, at);
            return;
        }
        finish(at);
        if (codePoint == '\n') {
            emit(Symbol.Kind.LINE, codePoint, at, at + 1);
        } else if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
            blanks++;
            if (blanks % BLANKS == 0) {
                emit(Symbol.Kind.MARK, ' ', at + 1 - BLANKS, at + 1);
            }
            return;
        } else {
            Symbol.Kind kind = isWordless(codePoint) ? Symbol.Kind.IDEOGRAPH : Symbol.Kind.MARK;
            emit(kind, codePoint, at, at + Character.charCount(codePoint));
        }
        blanks = 0;
    }

    private void part(Symbol.Kind kind, int codePoint, int at) {
        blanks = 0;
        if (open != kind) {
            finish(at);
            open = kind;
            begin = at;
        }
        if (overlong) {
            emit(Symbol.Kind.MARK, codePoint, at, at + Character.charCount(codePoint));
            return;
        }
        hash = kind == Symbol.Kind.NUMBER ? hash * 10 + codePoint - '0' : hash * 31 + codePoint;
        length++;
        if (length == LONGEST) {
            emitOpen(at + Character.charCount(codePoint));
            overlong = true;
        }
    }

    private void finish(int at) {
        if (open != null && !overlong) {
            emitOpen(at);
        }
        open = null;
        overlong = false;
        length = 0;
        hash = 0;
    }

    private void emitOpen(int end) {
        boolean number = open == Symbol.Kind.NUMBER;
        out.accept(new Symbol(open, number ? NUMBER_ID : mixed(hash), number ? hash : 0, begin, end));
    }

    private void emit(Symbol.Kind kind, int id, int from, int end) {
        out.accept(new Symbol(kind, id, 0, from, end));
    }

    /** So that the id of a word is no code point. */
    private static int mixed(int hash) {
        return hash * 0x9e3779b1 | 0x80000000;
    }

    private static boolean isWordless(int codePoint) {
        if (codePoint < 0x0e00) {
            return false;
        }
        if (codePoint >= 0x3000 && codePoint < 0x3100) {
            return true; // the prolonged sound mark belongs to no single script
        }
        UnicodeScript script = UnicodeScript.of(codePoint);
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, BOPOMOFO -> true;
            default -> false;
        };
    }
}
