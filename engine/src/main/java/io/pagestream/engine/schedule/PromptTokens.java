package io.pagestream.engine.schedule;

import java.util.List;

/**
 * A prompt as a schedule sees it.
 *
 * @param ids placeholders included, at least one; nobody writes to it
 * @param tiles of all images, ascending, not overlapping, each standing wholly inside the prompt
 * @param tokensPerTile placeholders of each tile
 */
public record PromptTokens(int[] ids, List<TilePlace> tiles, int tokensPerTile) {

    public PromptTokens {
        tiles = List.copyOf(tiles);
        if (ids.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one token");
        }
        int end = 0;
        for (TilePlace tile : tiles) {
            if (tokensPerTile < 1 || tile.firstToken() < end || tile.firstToken() + tokensPerTile > ids.length) {
                throw new IllegalArgumentException("a tile of " + tokensPerTile + " tokens at " + tile.firstToken()
                        + " does not fit between token " + end + " and the end of the prompt, " + ids.length);
            }
            end = tile.firstToken() + tokensPerTile;
        }
    }

    /** A prompt without images. */
    public static PromptTokens ofText(int... ids) {
        return new PromptTokens(ids, List.of(), 1);
    }
}
