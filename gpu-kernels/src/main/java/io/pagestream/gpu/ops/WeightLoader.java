package io.pagestream.gpu.ops;

import io.pagestream.compute.DType;
import io.pagestream.compute.StoredTensor;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.Transfers;
import java.nio.ByteBuffer;

/** Weights from files to the card, in pieces of whole rows; converted on the card where the types differ. */
final class WeightLoader {

    private static final long PIECE_BYTES = 32 << 20;

    private final DeviceMemory memory;
    private final Transfers transfers;
    private final RowMoves moves;

    WeightLoader(DeviceMemory memory, Transfers transfers, RowMoves moves) {
        this.memory = memory;
        this.transfers = transfers;
        this.moves = moves;
    }

    /** @param to dense, of the stored tensor's shape */
    void load(StoredTensor stored, CudaTensor to) {
        long rowBytes = (long) stored.columns() * stored.type().bytes();
        int most = (int) Math.max(1, Math.min(stored.rows(), PIECE_BYTES / Math.max(1, rowBytes)));
        for (int first = 0; first < stored.rows(); first += most) {
            int count = Math.min(most, stored.rows() - first);
            ByteBuffer rows = stored.rows(first, count);
            if (rows.remaining() != count * rowBytes) {
                throw new IllegalArgumentException("the weight " + stored.name() + " gave " + rows.remaining()
                        + " bytes for " + count + " rows of " + rowBytes);
            }
            if (stored.type() == to.type) {
                transfers.upload(to.address() + first * rowBytes, rows);
            } else {
                convert(stored.type(), rows, to.rowRange(first, count));
            }
        }
    }

    private void convert(DType type, ByteBuffer rows, CudaTensor to) {
        try (DeviceMemory.Block block = memory.take(null, rows.remaining())) {
            transfers.upload(block.address(), rows);
            moves.move(to, CudaTensor.dense(type, to.rows, to.columns, block.address(), null, null));
        }
    }
}
