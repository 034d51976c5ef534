package io.pagestream.imaging.decode.jpeg2000;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One component of a tile, cut into resolutions, bands, precincts and code blocks (B.5 to B.7). */
final class TileComponent {

    /** Hostile headers ask for a precinct or a code block for every few samples. */
    private static final int MOST_BLOCKS = 1 << 20;

    final int component;
    final int[] corners;
    final CodingStyle style;
    final Quantization quantization;
    final List<Precinct> precincts = new ArrayList<>();
    private final ImageSize size;
    private final int[] tile;
    private int blocks;

    TileComponent(ImageSize size, int tileIndex, int component, TileHeader header) throws IOException {
        this.size = size;
        this.tile = size.tile(tileIndex);
        this.component = component;
        this.corners = size.tile(tileIndex, component);
        this.style = header.styles[component];
        this.quantization = header.quantizations[component];
        for (int r = 0; r <= style.levels(); r++) {
            cut(r);
        }
    }

    int width() {
        return corners[2] - corners[0];
    }

    int height() {
        return corners[3] - corners[1];
    }

    /** Corners of a resolution: each level halves. */
    int[] resolution(int r) {
        Band whole = Band.of(0, 0, 0, style.levels() - r, corners);
        return new int[] {whole.x0(), whole.y0(), whole.x1(), whole.y1()};
    }

    private Band[] bands(int r) {
        int levels = style.levels();
        if (r == 0) {
            return new Band[] {Band.of(0, 0, 0, levels, corners)};
        }
        int shift = levels - r + 1;
        int index = 3 * (r - 1);
        return new Band[] {
            Band.of(1, 0, index + 1, shift, corners),
            Band.of(0, 1, index + 2, shift, corners),
            Band.of(1, 1, index + 3, shift, corners)
        };
    }

    private void cut(int r) throws IOException {
        int[] area = resolution(r);
        if (area[2] <= area[0] || area[3] <= area[1]) {
            return;
        }
        int widthBits = style.precincts()[r] & 0xf;
        int heightBits = style.precincts()[r] >> 4;
        long firstX = area[0] >> widthBits;
        long firstY = area[1] >> heightBits;
        long across = ((long) area[2] + (1L << widthBits) - 1 >> widthBits) - firstX;
        long down = ((long) area[3] + (1L << heightBits) - 1 >> heightBits) - firstY;
        requireFew(across * down);
        Band[] bands = bands(r);
        int shift = style.levels() - r;
        for (int i = 0; i < across * down; i++) {
            long px = firstX + i % across;
            long py = firstY + i / across;
            long[] position = {
                Math.max(tile[0], (px << widthBits + shift) * size.stepX()[component]),
                Math.max(tile[1], (py << heightBits + shift) * size.stepY()[component])
            };
            int less = r == 0 ? 0 : 1;
            Precinct.Blocks[] parts = new Precinct.Blocks[bands.length];
            for (int b = 0; b < bands.length; b++) {
                parts[b] = blocks(bands[b], px, py, widthBits - less, heightBits - less);
            }
            precincts.add(new Precinct(component, r, i, position, parts));
        }
    }

    private Precinct.Blocks blocks(Band band, long px, long py, int widthBits, int heightBits) throws IOException {
        int x0 = (int) Math.max(band.x0(), px << widthBits);
        int y0 = (int) Math.max(band.y0(), py << heightBits);
        int x1 = (int) Math.min(band.x1(), px + 1 << widthBits);
        int y1 = (int) Math.min(band.y1(), py + 1 << heightBits);
        if (x1 <= x0 || y1 <= y0) {
            return new Precinct.Blocks(band, 0, new CodeBlock[0]);
        }
        int xBits = Math.min(style.blockWidthBits(), widthBits);
        int yBits = Math.min(style.blockHeightBits(), heightBits);
        int left = x0 >> xBits;
        int top = y0 >> yBits;
        int columns = (x1 - 1 >> xBits) - left + 1;
        int rows = (y1 - 1 >> yBits) - top + 1;
        requireFew((long) columns * rows);
        CodeBlock[] cut = new CodeBlock[columns * rows];
        for (int i = 0; i < cut.length; i++) {
            int bx = left + i % columns << xBits;
            int by = top + i / columns << yBits;
            cut[i] = new CodeBlock(
                    Math.max(x0, bx),
                    Math.max(y0, by),
                    Math.min(x1, bx + (1 << xBits)),
                    Math.min(y1, by + (1 << yBits)));
        }
        return new Precinct.Blocks(band, columns, cut);
    }

    private void requireFew(long more) throws IOException {
        if (more > MOST_BLOCKS - blocks) {
            throw new IOException("a tile of more than " + MOST_BLOCKS + " precincts and code blocks");
        }
        blocks += (int) more;
    }
}
