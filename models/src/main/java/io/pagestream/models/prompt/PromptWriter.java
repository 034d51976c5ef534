package io.pagestream.models.prompt;

import io.pagestream.models.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** Writes dialogues as tokens and notes where the vectors of the images belong. Any thread. */
public final class PromptWriter {

    private final PromptTemplate template;
    private final Tokenizer tokenizer;
    private final int tokensPerTile;
    private final int imageToken;

    /**
     * @param tokensPerTile vectors that the vision encoder gives for a tile
     * @throws IllegalArgumentException when the tokenizer does not know the template's markers
     */
    public PromptWriter(PromptTemplate template, Tokenizer tokenizer, int tokensPerTile) {
        this.template = template;
        this.tokenizer = tokenizer;
        this.tokensPerTile = tokensPerTile;
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
    public String text(List<Turn> turns, int... tilesPerImage) {
        int named = turns.stream().mapToInt(Turn::images).sum();
        if (named != tilesPerImage.length) {
            throw new IllegalArgumentException("the turns name " + named + " images, but the tiles of "
                    + tilesPerImage.length + " images were given");
        }
        return template.text(turns, image -> template.image(placeholders(tilesPerImage[image])));
    }

    private int placeholders(int tiles) {
        if (tiles < 1) {
            throw new IllegalArgumentException("an image has at least one tile, got " + tiles);
        }
        return Math.multiplyExact(tiles, tokensPerTile);
    }

    /**
     * @param tilesPerImage tiles of each image, thumbnail included, in the order of the images in {@code turns}
     * @throws IllegalArgumentException when {@code turns} name another number of images
     */
    public Prompt write(List<Turn> turns, int... tilesPerImage) {
        int[] tokens = tokenizer.encode(text(turns, tilesPerImage));
        List<ImageSpan> images = new ArrayList<>();
        int at = 0;
        for (int image = 0; image < tilesPerImage.length; image++) {
            int count = placeholders(tilesPerImage[image]);
            int first = next(tokens, at);
            images.add(new ImageSpan(first, count, image));
            at = first + count;
            for (int i = first; i < at; i++) {
                require(i < tokens.length && tokens[i] == imageToken, image, count);
            }
        }
        require(next(tokens, at) == tokens.length, tilesPerImage.length, 0);
        return new Prompt(tokens, images);
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
