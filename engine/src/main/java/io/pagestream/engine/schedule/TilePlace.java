package io.pagestream.engine.schedule;

/**
 * Which part of a prompt needs one encoded tile.
 *
 * @param firstToken index of the first placeholder that one of its vectors stands for
 * @param endToken one behind the last
 * @param image which image of the request
 * @param tile which view of that image
 */
public record TilePlace(int firstToken, int endToken, int image, int tile) {}
