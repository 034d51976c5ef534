package io.pagestream.engine.schedule;

/**
 * Where the vectors of one tile stand in a prompt.
 *
 * @param firstToken index of the tile's first placeholder
 * @param image which image of the request
 * @param tile which tile of that image
 */
public record TilePlace(int firstToken, int image, int tile) {}
