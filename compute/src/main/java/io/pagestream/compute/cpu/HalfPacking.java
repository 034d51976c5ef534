package io.pagestream.compute.cpu;

import io.pagestream.compute.StoredTensor;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.javacpp.indexer.ShortIndexer;

/** Packs a weight whose elements have two bytes, as they are, into the library's blocks, on all threads of the device. */
final class HalfPacking {

    /** Rows that one thread packs at once: a multiple of every block, so that no two threads write into one line. */
    private static final int ROWS = 64;

    private final Team team;
    private final StoredTensor stored;
    private final LinearWeight.Part part;
    private final long[] rowPlaces;
    private final long[] columnPlaces;

    HalfPacking(Team team, StoredTensor stored, LinearWeight.Part part, BlockedLayout layout) {
        this.team = team;
        this.stored = stored;
        this.part = part;
        // The library multiplies with the transposed weight: its first dimension are our columns.
        this.columnPlaces = layout.places(0, part.columns());
        this.rowPlaces = layout.places(1, part.rows());
    }

    void run() {
        long bytes = Dnnl.bytes(part.layout());
        Address.zero(part.address(), bytes); // blocks at the edges are padded
        Address at = Address.of(part.address());
        try (ShortIndexer packed = ShortIndexer.create(new ShortPointer(at).capacity(bytes / 2))) {
            int pieces = (part.rows() + ROWS - 1) / ROWS;
            team.split(pieces, 1, (worker, first, end) -> {
                for (int piece = first; piece < end; piece++) {
                    pack(packed, piece * ROWS, Math.min(part.rows(), (piece + 1) * ROWS));
                }
            });
        }
    }

    private void pack(ShortIndexer packed, int firstRow, int endRow) {
        int columns = stored.columns();
        ShortBuffer rows = stored.rows(part.firstRow() + firstRow, endRow - firstRow)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        for (int row = firstRow; row < endRow; row++) {
            long place = rowPlaces[row];
            int from = (row - firstRow) * columns + part.firstColumn();
            for (int column = 0; column < columnPlaces.length; column++) {
                packed.put(place + columnPlaces[column], rows.get(from + column));
            }
        }
    }
}
