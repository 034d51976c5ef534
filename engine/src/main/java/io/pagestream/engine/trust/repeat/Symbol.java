package io.pagestream.engine.trust.repeat;

/**
 * One piece of an answer that is compared as a whole.
 *
 * @param kind what it is
 * @param id equal symbols have equal ids; all numbers have the same
 * @param value of a number, modulo 2^32
 * @param begin character of its beginning
 * @param end character behind it
 */
record Symbol(Kind kind, int id, int value, int begin, int end) {

    enum Kind {
        WORD,
        NUMBER,
        IDEOGRAPH,
        MARK,
        LINE,
        TOKEN
    }

    Amount amount() {
        int size = end - begin;
        return switch (kind) {
            case WORD -> size >= 4 ? new Amount(size, 0, 0, 0) : new Amount(0, size, 0, 0);
            case NUMBER -> new Amount(0, size, 0, 0);
            case IDEOGRAPH -> new Amount(3, 0, 0, 0);
            case MARK -> new Amount(0, 0, size, 0);
            case LINE -> new Amount(0, 0, 1, 1);
            case TOKEN -> new Amount(0, 1, 0, 0);
        };
    }
}
