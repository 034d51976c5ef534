package io.pagestream.compute.cpu;

import io.pagestream.compute.FourBitRows;
import io.pagestream.compute.FourBits;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.ByteIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;

/** Packs a weight that is stored in four bits as {@link CodeLayout} says, on all threads of the device. */
final class CodePacking {

    /** Rows that one thread packs at once: a multiple of every block, so that no two threads write into one line. */
    private static final int ROWS = 64;

    private final Team team;
    private final FourBits stored;
    private final LinearWeight.Part part;
    private final long[] rowPlaces;
    private final long[] columnPlaces;

    CodePacking(Team team, FourBits stored, LinearWeight.Part part, BlockedLayout layout) {
        this.team = team;
        this.stored = stored;
        this.part = part;
        // The library multiplies with the transposed weight: its first dimension are our columns.
        this.columnPlaces = layout.places(0, part.columns());
        this.rowPlaces = layout.places(1, part.rows());
    }

    void run() {
        long at = part.address();
        long bytes = Dnnl.bytes(part.layout());
        Address.zero(at, bytes); // blocks at the edges are padded
        long scalesAt = part.codes().scalesAt(at);
        long groups = (long) part.rows() * (part.columns() / part.group());
        try (ByteIndexer codes = ByteIndexer.create(new BytePointer(Address.of(at)).capacity(bytes));
                FloatIndexer scales = FloatIndexer.create(new FloatPointer(Address.of(scalesAt)).capacity(groups))) {
            int pieces = (part.rows() + ROWS - 1) / ROWS;
            team.split(pieces, 1, (worker, first, end) -> {
                for (int piece = first; piece < end; piece++) {
                    int firstRow = piece * ROWS;
                    FourBitRows rows = stored.rows(firstRow, Math.min(ROWS, part.rows() - firstRow));
                    for (int row = 0; row < rows.rows(); row++) {
                        pack(codes, scales, rows, row, firstRow + row);
                    }
                }
            });
        }
    }

    private void pack(ByteIndexer codes, FloatIndexer scales, FourBitRows rows, int row, int rowOfWeight) {
        int columns = part.columns();
        int groups = columns / rows.group();
        for (int group = 0; group < groups; group++) {
            byte zero = rows.zeros()[row * groups + group];
            for (int column = group * rows.group(); column < (group + 1) * rows.group(); column++) {
                codes.put(rowPlaces[rowOfWeight] + columnPlaces[column], (byte)
                        (rows.codes()[row * columns + column] - zero));
            }
            scales.put((long) group * part.rows() + rowOfWeight, rows.scales()[row * groups + group]);
        }
    }
}
