package io.pagestream.imaging.tile;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 in four words: of a batch of tiles with its grid, what tells two images apart in a prefix cache. */
public record Fingerprint(long a, long b, long c, long d) {

    /** The grid counts because the same tiles in another order of rows are another picture to the model. */
    public static Fingerprint of(TileGrid grid, byte[] pixels) {
        return of(
                ByteBuffer.allocate(8)
                        .putInt(grid.columns())
                        .putInt(grid.rows())
                        .flip(),
                ByteBuffer.wrap(pixels));
    }

    /** Of the bytes that remain in {@code parts}, one after the other. */
    public static Fingerprint of(ByteBuffer... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (ByteBuffer part : parts) {
                sha256.update(part);
            }
            ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
            return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
