package io.pagestream.models.prompt;

/**
 * Where the vectors of one image stand in a prompt, and which they are.
 *
 * @param firstToken index of the first placeholder
 * @param image which image of the request, 0 being the first
 * @param vectors for each placeholder, one after the other: row {@code r} of what the encoder makes of view {@code v} is
 *     {@code v * tokensPerTile + r}; separator {@code s} of the model is {@code -1 - s}
 */
public record ImageSpan(int firstToken, int image, int[] vectors) {

    /** How many placeholders. */
    public int tokens() {
        return vectors.length;
    }
}
