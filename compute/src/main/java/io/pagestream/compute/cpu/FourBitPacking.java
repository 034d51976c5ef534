package io.pagestream.compute.cpu;

import io.pagestream.compute.FourBitRows;
import io.pagestream.compute.FourBits;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.ByteIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;

/** Packs a weight of four bits as {@link FourBitLayout} says, on all threads of the device. */
final class FourBitPacking {

    /** Rows that one thread packs at once: their codes for one inner element fill a cache line of 64 bytes. */
    private static final int ROWS = 128;

    private final Team team;
    private final FourBits stored;
    private final LinearWeight.Part part;

    FourBitPacking(Team team, FourBits stored, LinearWeight.Part part) {
        this.team = team;
        this.stored = stored;
        this.part = part;
    }

    void run() {
        FourBitLayout layout = part.fourBits();
        long at = part.address();
        long elements = (long) part.rows() * part.columns();
        long groups = elements / layout.group();
        try (ByteIndexer codes = bytes(at, elements / 2);
                ByteIndexer zeros = bytes(layout.zerosAt(at), groups);
                FloatIndexer scales =
                        FloatIndexer.create(new FloatPointer(Address.of(layout.scalesAt(at))).capacity(groups))) {
            int pieces = (part.rows() + ROWS - 1) / ROWS;
            team.split(pieces, 1, (worker, first, end) -> {
                for (int piece = first; piece < end; piece++) {
                    int firstRow = piece * ROWS;
                    FourBitRows rows = stored.rows(firstRow, Math.min(ROWS, part.rows() - firstRow));
                    packCodes(codes, rows, firstRow);
                    packGroups(scales, zeros, rows, firstRow);
                }
            });
        }
    }

    private static ByteIndexer bytes(long address, long count) {
        return ByteIndexer.create(new BytePointer(Address.of(address)).capacity(count));
    }

    private void packCodes(ByteIndexer packed, FourBitRows rows, int firstRow) {
        byte[] codes = rows.codes();
        int columns = part.columns();
        for (int column = 0; column < columns; column++) {
            long place = ((long) column * part.rows() + firstRow) / 2;
            for (int from = column; from < codes.length; from += 2 * columns) {
                packed.put(place++, (byte) (codes[from] | codes[from + columns] << 4));
            }
        }
    }

    private void packGroups(FloatIndexer scales, ByteIndexer zeros, FourBitRows rows, int firstRow) {
        int groups = part.columns() / rows.group();
        for (int group = 0; group < groups; group++) {
            long place = (long) group * part.rows() + firstRow;
            for (int row = 0; row < rows.rows(); row++) {
                scales.put(place + row, rows.scales()[row * groups + group]);
                zeros.put(place + row, rows.zeros()[row * groups + group]);
            }
        }
    }
}
