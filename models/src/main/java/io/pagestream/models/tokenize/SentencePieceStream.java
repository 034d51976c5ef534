package io.pagestream.models.tokenize;

/**
 * Ids to text as the slow tokenizers of the reference write it ({@code PreTrainedTokenizer._decode}): added tokens that
 * are not special, or lie beyond the pieces, stand apart with a space on either side; what is between them is written
 * segment by segment.
 */
final class SentencePieceStream extends TokenStream {

    private final SlowRules rules;
    private final Vocabulary vocabulary;
    private final boolean withSpecial;

    /** All closed segments and the tokens between them. */
    private final StringBuilder closed = new StringBuilder();

    private boolean spaceWritten = true;
    private TokenStream segment;

    SentencePieceStream(SlowRules rules, Vocabulary vocabulary, boolean withSpecial) {
        this.rules = rules;
        this.vocabulary = vocabulary;
        this.withSpecial = withSpecial;
    }

    @Override
    public void append(int id) {
        if (!vocabulary.has(id) || vocabulary.isSpecial(id) && !withSpecial) {
            return;
        }
        if (vocabulary.standsApart(id)) {
            closeSegment();
            space();
            closed.append(vocabulary.text(id));
            spaceWritten = false;
            return;
        }
        if (segment == null) {
            space();
            segment = openSegment();
        }
        segment.append(id);
    }

    private TokenStream openSegment() {
        TokenStream opened = new SegmentStream(rules, vocabulary, withSpecial);
        return rules.llama() ? opened : new CleanedStream(opened);
    }

    /** A segment without text does not count: no second space follows. */
    private void closeSegment() {
        String text = segment == null ? "" : segment.text();
        closed.append(text);
        spaceWritten &= text.isEmpty();
        segment = null;
    }

    private void space() {
        if (!spaceWritten) {
            closed.append(' ');
            spaceWritten = true;
        }
    }

    @Override
    public String text() {
        return segment == null ? closed.toString() : closed + segment.text();
    }

    @Override
    protected String settledFrom(int start) {
        if (segment == null) {
            return closed.substring(start);
        }
        return start < closed.length()
                ? closed.substring(start) + segment.settledFrom(0)
                : segment.settledFrom(start - closed.length());
    }
}
