package io.pagestream.imaging.decode.jpeg2000;

/** A part of one resolution of one component; each of its packets brings one layer of all its code blocks. */
final class Precinct {

    /** The code blocks of one band, row by row, with what the packet headers tell about them. */
    static final class Blocks {
        final Band band;
        final int columns;
        final CodeBlock[] blocks;
        final TagTree inclusion;
        final TagTree emptyBitPlanes;

        Blocks(Band band, int columns, CodeBlock[] blocks) {
            this.band = band;
            this.columns = columns;
            this.blocks = blocks;
            int rows = columns == 0 ? 0 : blocks.length / columns;
            this.inclusion = new TagTree(columns, rows);
            this.emptyBitPlanes = new TagTree(columns, rows);
        }
    }

    final int component;
    final int resolution;
    final int index;

    /** Where it lies on the grid that all components share: what some progressions go by. */
    final long x;

    final long y;
    final Blocks[] bands;

    Precinct(int component, int resolution, int index, long[] position, Blocks[] bands) {
        this.component = component;
        this.resolution = resolution;
        this.index = index;
        this.x = position[0];
        this.y = position[1];
        this.bands = bands;
    }

    int component() {
        return component;
    }

    int resolution() {
        return resolution;
    }

    int index() {
        return index;
    }

    long x() {
        return x;
    }

    long y() {
        return y;
    }
}
