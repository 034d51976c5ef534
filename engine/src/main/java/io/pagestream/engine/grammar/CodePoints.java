package io.pagestream.engine.grammar;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** Sets of Unicode code points, surrogates left out, as ECMAScript names them. */
final class CodePoints {

    static final int MOST = Character.MAX_CODE_POINT;

    /** General categories by their number in {@link Character#getType(int)}. */
    private static final String[] CATEGORIES = {
        "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "", "Co",
        "Cs", "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf"
    };

    private CodePoints() {}

    static BitSet of(int... points) {
        BitSet set = new BitSet();
        for (int point : points) {
            set.set(point);
        }
        return set;
    }

    static BitSet range(int first, int last) {
        BitSet set = new BitSet();
        set.set(first, last + 1);
        set.clear(Character.MIN_SURROGATE, Character.MAX_SURROGATE + 1);
        return set;
    }

    static BitSet all() {
        return range(0, MOST);
    }

    static BitSet not(BitSet set) {
        BitSet others = all();
        others.andNot(set);
        return others;
    }

    static BitSet digits() {
        return range('0', '9');
    }

    static BitSet word() {
        BitSet set = digits();
        set.set('A', 'Z' + 1);
        set.set('a', 'z' + 1);
        set.set('_');
        return set;
    }

    static BitSet space() {
        BitSet set =
                of('\t', '\n', 0x0B, '\f', '\r', ' ', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF);
        set.set(0x2000, 0x200A + 1);
        return set;
    }

    static BitSet lineEnds() {
        return of('\n', '\r', 0x2028, 0x2029);
    }

    /** @return the code points of general category {@code name} ("L", "Letter", "Lu"), or null when it is not known */
    static BitSet category(String name) {
        String wanted = switch (name) {
            case "Letter" -> "L";
            case "Mark" -> "M";
            case "Number" -> "N";
            case "Punctuation" -> "P";
            case "Symbol" -> "S";
            case "Separator" -> "Z";
            case "Uppercase_Letter" -> "Lu";
            case "Lowercase_Letter" -> "Ll";
            case "Decimal_Number" -> "Nd";
            default -> name;
        };
        boolean known = !wanted.isEmpty() && wanted.length() <= 2;
        BitSet set = new BitSet();
        IntPredicate member = point -> CATEGORIES[Character.getType(point)].startsWith(wanted);
        for (int point = 0; known && point <= MOST; point++) {
            if (member.test(point) && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)) {
                set.set(point);
            }
        }
        return set.isEmpty() ? null : set;
    }
}
