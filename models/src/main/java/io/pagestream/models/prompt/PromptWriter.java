package io.pagestream.models.prompt;

import io.pagestream.models.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** Writes dialogues as tokens and notes where the vectors of the images belong. Any thread. */
public final class PromptWriter {

    private final PromptTemplate template;
    private final Tokenizer tokenizer;
    private final ImageLayout layout;
    private final int imageToken;

    /**
     * @param layout of the vectors that the vision encoder gives for an image
     * @throws IllegalArgumentException when the tokenizer does not know the template's markers
     */
    public PromptWriter(PromptTemplate template, Tokenizer tokenizer, ImageLayout layout) {
        this.template = template;
        this.tokenizer = tokenizer;
        this.layout = layout;
        this.imageToken = idOf(template.imageToken());
    }

    private int idOf(String token) {
        int id = tokenizer.id(token);
        if (id < 0) {
            throw new IllegalArgumentException("the tokenizer does not know the template's marker " + token
                    + "; fetch the tokenizer files that belong to this model");
        }
        return id;
    }

    /** The id after which an answer has ended. */
    public int stopToken() {
        return idOf(template.stop());
    }

    /** The text that {@link #write} turns into tokens. */
    public String text(List<Turn> turns, List<ImageShape> images) {
        return text(turns, vectors(turns, images));
    }

    private String text(List<Turn> turns, int[][] vectors) {
        return template.text(turns, image -> template.image(vectors[image].length));
    }

    private int[][] vectors(List<Turn> turns, List<ImageShape> images) {
        int named = turns.stream().mapToInt(Turn::images).sum();
        if (named != images.size()) {
            throw new IllegalArgumentException(
                    "the turns name " + named + " images, but the shapes of " + images.size() + " images were given");
        }
        return images.stream().map(layout::vectors).toArray(int[][]::new);
    }

    /**
     * @param images the shape of each image, in the order of the images in {@code turns}
     * @throws IllegalArgumentException when {@code turns} name another number of images
     */
    public Prompt write(List<Turn> turns, List<ImageShape> images) {
        int[][] vectors = vectors(turns, images);
        int[] tokens = tokenizer.encode(text(turns, vectors));
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

    /** The guard of the template makes this impossible; if it ever fails, vectors would land in the wrong rows. */
    private void require(boolean holds, int image, int count) {
        if (!holds) {
            throw new IllegalStateException("the prompt should hold " + count + " placeholders " + template.imageToken()
                    + " for image " + image + " and does not");
        }
    }
}
