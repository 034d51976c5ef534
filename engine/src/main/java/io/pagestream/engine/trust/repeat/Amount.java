package io.pagestream.engine.trust.repeat;

/**
 * How much text some symbols are.
 *
 * @param letters in words of four letters and more; an ideograph counts as three
 * @param small digits, and letters of shorter words
 * @param filler marks: punctuation, cell borders, rules, blanks
 * @param lines ends of lines
 */
record Amount(int letters, int small, int filler, int lines) {

    static final Amount NONE = new Amount(0, 0, 0, 0);

    Amount plus(Amount other) {
        return new Amount(letters + other.letters, small + other.small, filler + other.filler, lines + other.lines);
    }

    Amount minus(Amount other) {
        return new Amount(letters - other.letters, small - other.small, filler - other.filler, lines - other.lines);
    }

    /**
     * What a reader would call the weight of the text, in letters. Rules, leaders and zeros are repeated by honest pages a
     * hundred times where a sentence is not repeated twice, and over several lines more than in one.
     */
    double weight() {
        return lines > 0 ? letters + 0.2 * small + 0.1 * filler : letters + 0.5 * small + 0.3 * filler;
    }
}
