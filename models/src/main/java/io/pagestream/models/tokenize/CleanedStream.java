package io.pagestream.models.tokenize;

/**
 * Takes away the spaces that transformers takes away where {@code clean_up_tokenization_spaces} is true: those before
 * some punctuation and some English endings ({@code PreTrainedTokenizerBase.clean_up_tokenization}). A text that ends
 * with the beginning of such a place is held back until it is decided.
 */
final class CleanedStream extends TokenStream {

    /** In the order of the reference, which goes over the whole text for each of them. */
    private static final String[][] REPLACEMENTS = {
        {" .", "."}, {" ?", "?"}, {" !", "!"}, {" ,", ","}, {" ' ", "'"},
        {" n't", "n't"}, {" 'm", "'m"}, {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"}
    };

    /** All letters that may stand before the last letter of a place. */
    private static final String UNDECIDED = " 'nvr";

    private final TokenStream raw;
    private final StringBuilder cleaned = new StringBuilder();
    private String open = "";
    private int rawTaken;

    CleanedStream(TokenStream raw) {
        this.raw = raw;
    }

    @Override
    public void append(int id) {
        raw.append(id);
        String added = raw.take();
        rawTaken += added.length();
        open += added;
        int decided = decided(open);
        cleaned.append(clean(open.substring(0, decided)));
        open = open.substring(decided);
    }

    /** No place reaches over this index: what stands before it is no beginning of one. */
    private static int decided(String text) {
        int start = text.length();
        while (start > 0 && UNDECIDED.indexOf(text.charAt(start - 1)) >= 0) {
            start--;
        }
        return text.indexOf(' ', start) < 0 ? text.length() : start;
    }

    private static String clean(String text) {
        String clean = text;
        for (String[] replacement : REPLACEMENTS) {
            clean = clean.replace(replacement[0], replacement[1]);
        }
        return clean;
    }

    @Override
    public String text() {
        return cleaned + clean(open + raw.text().substring(rawTaken));
    }

    @Override
    protected String settledFrom(int start) {
        return cleaned.substring(start);
    }
}
