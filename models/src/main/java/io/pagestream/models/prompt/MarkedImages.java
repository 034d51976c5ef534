package io.pagestream.models.prompt;

import io.pagestream.models.prompt.TemplateRow.ImageMarks;
import io.pagestream.models.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** InternVL: a token stands in the text for each vector, and the whole text is tokenised at once. */
final class MarkedImages implements PromptTokens {

    private final Tokenizer tokenizer;
    private final ImageMarks marks;
    private final int imageToken;

    MarkedImages(Tokenizer tokenizer, ImageMarks marks, int imageToken) {
        this.tokenizer = tokenizer;
        this.marks = marks;
        this.imageToken = imageToken;
    }

    @Override
    public String text(int vectors) {
        return marks.open() + marks.token().repeat(vectors) + marks.close();
    }

    @Override
    public Prompt write(List<Piece> pieces, int[][] vectors) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(
                    piece instanceof Piece.Picture picture
                            ? text(vectors[picture.image()].length)
                            : ((Piece.Words) piece).text());
        }
        int[] tokens = tokenizer.encode(text.toString());
        List<ImageSpan> spans = new ArrayList<>();
        int at = 0;
        for (int image = 0; image < vectors.length; image++) {
            int count = vectors[image].length;
            int first = next(tokens, at);
            spans.add(new ImageSpan(first, image, vectors[image]));
            at = first + count;
            for (int i = first; i < at; i++) {
                require(i < tokens.length && tokens[i] == imageToken, image, count);
            }
        }
        require(next(tokens, at) == tokens.length, vectors.length, 0);
        return new Prompt(tokens, spans);
    }

    private int next(int[] tokens, int from) {
        int at = from;
        while (at < tokens.length && tokens[at] != imageToken) {
            at++;
        }
        return at;
    }

    /** The guard makes this impossible; if it ever fails, vectors would land in the wrong rows. */
    private void require(boolean holds, int image, int count) {
        if (!holds) {
            throw new IllegalStateException("the prompt should hold " + count + " placeholders " + marks.token()
                    + " for image " + image + " and does not");
        }
    }
}
