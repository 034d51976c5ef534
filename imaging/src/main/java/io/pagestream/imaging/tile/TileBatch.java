package io.pagestream.imaging.tile;

/**
 * The tiles of one image, row by row, the thumbnail last. Tiles travel as bytes; the model normalises them.
 *
 * @param count tiles, thumbnail included
 * @param side pixels of a tile's side
 * @param pixels [count, side, side, 3]; nobody writes to it after it was made
 * @param fingerprint of {@code pixels}
 */
public record TileBatch(int count, int side, byte[] pixels, Fingerprint fingerprint) {

    public TileBatch {
        if (count < 1 || side < 1 || (long) count * side * side * 3 != pixels.length) {
            throw new IllegalArgumentException(count + " tiles of " + side + " pixels need "
                    + (long) count * side * side * 3 + " bytes, got " + pixels.length);
        }
    }

    public static TileBatch of(int count, int side, byte[] pixels) {
        return new TileBatch(count, side, pixels, Fingerprint.of(pixels));
    }

    @Override
    public String toString() {
        return "TileBatch(" + count + " of " + side + ")";
    }
}
