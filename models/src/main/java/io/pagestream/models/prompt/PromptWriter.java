package io.pagestream.models.prompt;

import io.pagestream.models.tokenize.Tokenizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes dialogues as tokens and notes where the vectors of the images belong. Any thread. */
public final class PromptWriter {

    private final PromptTemplate template;
    private final Tokenizer tokenizer;
    private final ImageLayout layout;
    private final PromptTokens tokens;
    private final int mostTokens;

    /**
     * @param layout of the vectors that the vision encoder gives for an image
     * @param mostTokens of a prompt, images included
     * @throws IllegalArgumentException when the tokenizer does not know the template's markers
     */
    public PromptWriter(PromptTemplate template, Tokenizer tokenizer, ImageLayout layout, int mostTokens) {
        this.template = template;
        this.tokenizer = tokenizer;
        this.layout = layout;
        this.mostTokens = mostTokens;
        this.tokens = template.row()
                .marks()
                .<PromptTokens>map(marks -> new MarkedImages(tokenizer, marks, requireId(marks.token())))
                .orElseGet(() -> new ImageRuns(tokenizer, template.row().bosBeforeEveryText()));
        requireId(template.stop());
    }

    /** A writer for prompts of any length. */
    public PromptWriter(PromptTemplate template, Tokenizer tokenizer, ImageLayout layout) {
        this(template, tokenizer, layout, Integer.MAX_VALUE);
    }

    private int requireId(String token) {
        int id = tokenizer.id(token);
        if (id < 0) {
            throw new IllegalArgumentException("the tokenizer does not know the template's marker " + token
                    + "; fetch the tokenizer files that belong to this model");
        }
        return id;
    }

    /** The ids after which an answer has ended, the template's own first. */
    public Set<Integer> stopTokens() {
        Set<Integer> stops = new LinkedHashSet<>();
        stops.add(requireId(template.stop()));
        template.alsoStops().stream().map(tokenizer::id).filter(id -> id >= 0).forEach(stops::add);
        return stops;
    }

    /** The text that {@link #write} turns into tokens; nothing stands for an image that no token stands for. */
    public String text(List<Turn> turns, List<ImageShape> images) {
        int[][] vectors = vectors(turns, images);
        return template.text(turns, image -> tokens.text(vectors[image].length));
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
     * Writes a dialogue up to where its answer goes on.
     *
     * @param turns at most one system turn, which stands first and replaces the default; then users' turns and answers, a
     *     user's turn last; or behind it, as an assistant's turn, the words with which the answer must begin
     * @param images the shape of each image, in the order of the images in {@code turns}
     * @throws PromptTooLongException when the prompt has more tokens than the model takes
     * @throws IllegalArgumentException when {@code turns} name another number of images, or have another order
     */
    public Prompt write(List<Turn> turns, List<ImageShape> images) {
        Prompt prompt = tokens.write(template.pieces(turns), vectors(turns, images));
        if (prompt.tokens().length > mostTokens) {
            throw new PromptTooLongException(prompt.tokens().length, mostTokens);
        }
        return prompt;
    }
}
