package io.pagestream.imaging.tile;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a batch of tiles and of its grid, in four words: what tells two images apart in a prefix cache. */
public record Fingerprint(long a, long b, long c, long d) {

    /** The grid counts because the same tiles in another order of rows are another picture to the model. */
    public static Fingerprint of(TileGrid grid, byte[] pixels) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ByteBuffer.allocate(8)
                    .putInt(grid.columns())
                    .putInt(grid.rows())
                    .flip());
            ByteBuffer hash = ByteBuffer.wrap(sha256.digest(pixels));
            return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
