package io.pagestream.imaging.tile;

import java.io.Serializable;

/**
 * How the high-definition models of the InternLM-XComposer family prepare a picture.
 *
 * <table>
 * <caption>The published preparations</caption>
 * <tr><th>model</th><th>tileSide</th><th>maxTiles</th><th>maxEnlargement</th><th>centred</th></tr>
 * <tr><td>XComposer2-4KHD, {@code HD_transform}</td><td>336</td><td>25 or 55</td>
 *     <td>infinite</td><td>yes</td></tr>
 * <tr><td>XComposer-2.5 chat, {@code Image_transform}</td><td>560</td><td>24; 6 with several pictures</td>
 *     <td>1</td><td>no</td></tr>
 * <tr><td>XComposer-2.5 fine-tuning and evaluation</td><td>560</td><td>18 or 36</td><td>1.5</td><td>yes</td></tr>
 * </table>
 *
 * @param tileSide pixels, 1 to 4096
 * @param maxTiles most tiles of the grid, 1 to 256; the overview comes on top
 * @param maxEnlargement the picture is enlarged at most to the tile border after so many times its longer side; infinite
 *     when it always fills as many tiles as it may
 * @param centred whether the white padding lies on both sides of the picture; otherwise it lies below it, or to its
 *     right when the picture is higher than wide
 */
public record HighDefinitionRule(int tileSide, int maxTiles, double maxEnlargement, boolean centred)
        implements Serializable {

    public HighDefinitionRule {
        if (tileSide < 1 || tileSide > 4096) {
            throw new IllegalArgumentException("tileSide must be 1 to 4096 pixels, got " + tileSide);
        }
        if (maxTiles < 1 || maxTiles > 256) {
            throw new IllegalArgumentException("maxTiles must be 1 to 256, got " + maxTiles);
        }
        if (!(maxEnlargement > 0)) {
            throw new IllegalArgumentException("maxEnlargement must be positive, got " + maxEnlargement);
        }
    }
}
