package io.pagestream.gpu.ops;

/** The head sizes that attention on tensor cores is compiled for; a smaller one is filled up with zeros. */
enum AttentionTile {
    SIDE_64(64),
    SIDE_96(96),
    SIDE_128(128);

    private static final int STAGES = 2;
    private static final int KEYS = 64;
    /** A row's distance is an odd number of 16 bytes, so that eight rows lie in different banks. */
    private static final int PADDING = 8;

    final int side;

    AttentionTile(int side) {
        this.side = side;
    }

    /** Shared memory of a block: two stages of 64 keys and values in bf16. */
    int sharedBytes() {
        return STAGES * 2 * KEYS * (side + PADDING) * 2;
    }

    /** The smallest that holds heads of {@code headSide}, or null where only the plain kernel computes them. */
    static AttentionTile of(int headSide) {
        if (headSide % 8 != 0) {
            return null;
        }
        for (AttentionTile tile : values()) {
            if (headSide <= tile.side) {
                return tile;
            }
        }
        return null;
    }
}
