package io.pagestream.models.tokenize;

/**
 * A stretch of pieces and special tokens as text, as each class's {@code convert_tokens_to_string} writes it: special
 * tokens as they are, and the runs of pieces between them by SentencePiece.
 */
final class SegmentStream extends TokenStream {

    private final SlowRules rules;
    private final Vocabulary vocabulary;
    private final boolean withSpecial;
    private final PieceText text;

    private int index;
    private boolean afterSpecial;

    SegmentStream(SlowRules rules, Vocabulary vocabulary, boolean withSpecial) {
        this.rules = rules;
        this.vocabulary = vocabulary;
        this.withSpecial = withSpecial;
        this.text = new PieceText(vocabulary.file(), vocabulary.file().addDummyPrefix() && !rules.oneSpace());
    }

    @Override
    public void append(int id) {
        boolean special = vocabulary.isSpecial(id);
        if (special) {
            special(vocabulary.text(id));
        } else {
            piece(id);
        }
        afterSpecial = special;
        index++;
    }

    /** The reference writes its space before the run that the token ends, not before the token. */
    private void special(String token) {
        boolean spaced = !afterSpecial && (!rules.llama() || rules.legacy() && index > 0);
        if (spaced) {
            text.insertBeforeRun(" ");
        }
        text.verbatim(token);
        text.startRun();
    }

    private void piece(int id) {
        String piece = vocabulary.text(id);
        boolean spaceFirst = piece.startsWith(PieceText.SPACE);
        boolean llamaSpace = rules.llama() && rules.prefixSpace();
        if (llamaSpace && index == 0 && spaceFirst) {
            withoutSpace(piece.substring(1));
            return;
        }
        if (llamaSpace && index == 1 && afterSpecial && !spaceFirst) {
            text.verbatim(" ");
            text.startRun();
        }
        text.piece(id);
    }

    /** What is left of a piece may be no piece; SentencePiece then writes it out as it is, U+2581 included. */
    private void withoutSpace(String rest) {
        Integer known = vocabulary.file().ids().get(rest);
        if (known != null) {
            text.piece(known);
        } else {
            text.verbatim(rest);
        }
    }

    @Override
    public String text() {
        return text.text();
    }

    /** With special tokens, a space may still come before the run that is open. */
    @Override
    protected String settledFrom(int start) {
        return text.settled(start, withSpecial);
    }
}
