package io.pagestream.engine.schedule;

import java.util.List;

/**
 * A prompt as a schedule sees it.
 *
 * @param ids placeholders included, at least one; nobody writes to it
 * @param vectors for each token: row {@code r} of what the encoder makes of {@code tiles[t]} is {@code t * tokensPerTile +
 *     r}, separator {@code s} of the model is {@code -2 - s}, and {@link #TEXT} is none; nobody writes to it
 * @param tiles of all images, ordered by their first token
 * @param tokensPerTile vectors of each tile
 */
public record PromptTokens(int[] ids, int[] vectors, List<TilePlace> tiles, int tokensPerTile) {

    /** A token that is looked up in the embedding table. */
    public static final int TEXT = -1;

    public PromptTokens {
        tiles = List.copyOf(tiles);
        if (ids.length == 0 || vectors.length != ids.length) {
            throw new IllegalArgumentException("a prompt needs at least one token, and to know for each which vector it"
                    + " is, got " + ids.length + " and " + vectors.length);
        }
        int first = 0;
        for (TilePlace tile : tiles) {
            if (tile.firstToken() < first || tile.endToken() <= tile.firstToken() || tile.endToken() > ids.length) {
                throw new IllegalArgumentException("a tile from token " + tile.firstToken() + " to " + tile.endToken()
                        + " does not fit between token " + first + " and the end of the prompt, " + ids.length);
            }
            first = tile.firstToken();
        }
        for (int vector : vectors) {
            if (vector >= tiles.size() * tokensPerTile) {
                throw new IllegalArgumentException(
                        "vector " + vector + " is none of " + tiles.size() + " tiles of " + tokensPerTile + " vectors");
            }
        }
    }

    /** A prompt without images. */
    public static PromptTokens ofText(int... ids) {
        int[] vectors = new int[ids.length];
        java.util.Arrays.fill(vectors, TEXT);
        return new PromptTokens(ids, vectors, List.of(), 1);
    }

    /**
     * One behind the last of the tiles that must be kept together with tile {@code first}: between their first and last
     * tokens stand those of the others, so that none can be given back before all are encoded.
     */
    int endOfGroup(int first) {
        int end = first + 1;
        int token = tiles.get(first).endToken();
        while (end < tiles.size() && tiles.get(end).firstToken() < token) {
            token = Math.max(token, tiles.get(end++).endToken());
        }
        return end;
    }

    /** The most tiles that must be kept at the same time. */
    public int largestGroup() {
        int largest = 0;
        for (int tile = 0; tile < tiles.size(); tile = endOfGroup(tile)) {
            largest = Math.max(largest, endOfGroup(tile) - tile);
        }
        return largest;
    }
}
