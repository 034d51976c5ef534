package io.pagestream.imaging.tile;

/**
 * What the vision encoder sees of one picture. Tiles travel as bytes; the model normalises them.
 *
 * <p>The encoder sees {@link #views()} images: first the overview, when there is one, then the byte tiles.
 *
 * @param grid columns and rows of the part that was cut
 * @param count byte tiles, row by row, the thumbnail included and last
 * @param side pixels of a tile's side
 * @param pixels [count, side, side, 3]; nobody writes to it after it was made
 * @param overview empty, or [side, side, 3]: the whole prepared picture shrunk to one tile, in the scale of bytes (0 to
 *     255) but neither rounded nor clamped; nobody writes to it after it was made
 * @param fingerprint of {@code grid} and {@code pixels}, from which the overview follows
 */
public record TileBatch(TileGrid grid, int count, int side, byte[] pixels, float[] overview, Fingerprint fingerprint) {

    private static final float[] NO_OVERVIEW = new float[0];

    public TileBatch {
        int cut = grid.columns() * grid.rows();
        if (count != cut && count != cut + 1) {
            throw new IllegalArgumentException("a grid of " + grid.columns() + " x " + grid.rows() + " gives " + cut
                    + " tiles, or one more with the thumbnail; got " + count);
        }
        if (side < 1 || (long) count * side * side * 3 != pixels.length) {
            throw new IllegalArgumentException(count + " tiles of " + side + " pixels need "
                    + (long) count * side * side * 3 + " bytes, got " + pixels.length);
        }
        if (overview.length != 0 && overview.length != side * side * 3) {
            throw new IllegalArgumentException("an overview of " + side + " pixels has " + side * side * 3
                    + " values, or is left out; got " + overview.length);
        }
    }

    /** Tiles of which nobody asks how they lay in the picture: one row of them, and no overview. */
    public static TileBatch of(int count, int side, byte[] pixels) {
        if (count < 1) {
            throw new IllegalArgumentException("a picture has at least one tile, got " + count);
        }
        return of(new TileGrid(count, 1), count, side, pixels);
    }

    /** Tiles without an overview. */
    public static TileBatch of(TileGrid grid, int count, int side, byte[] pixels) {
        return new TileBatch(grid, count, side, pixels, NO_OVERVIEW, Fingerprint.of(grid, pixels));
    }

    /** The tiles of a whole grid, without thumbnail, and the overview, [side, side, 3]. */
    public static TileBatch of(TileGrid grid, int side, byte[] pixels, float[] overview) {
        return new TileBatch(grid, grid.columns() * grid.rows(), side, pixels, overview, Fingerprint.of(grid, pixels));
    }

    public boolean hasOverview() {
        return overview.length > 0;
    }

    /** Images for the vision encoder: view 0 is the overview when there is one, the byte tiles follow in their order. */
    public int views() {
        return hasOverview() ? count + 1 : count;
    }

    @Override
    public String toString() {
        return "TileBatch(" + count + " of " + side + (hasOverview() ? " and an overview)" : ")");
    }
}
