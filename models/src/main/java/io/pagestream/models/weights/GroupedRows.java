package io.pagestream.models.weights;

import io.pagestream.compute.DType;
import io.pagestream.compute.FourBitRows;
import io.pagestream.compute.FourBits;
import io.pagestream.compute.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Query, key and value of InternLM2 in the order of all other families. The file has them key-value head by key-value
 * head: its query heads, its key, its value ({@code modeling_internlm2.py}: {@code "b q (h gs d) -> b q h gs d"}). Here
 * come all query heads, then all keys, then all values.
 *
 * @param stored [kvHeads * (group + 2) * headSide, any]
 * @param kvHeads key-value heads
 * @param group query heads of a key-value head
 * @param headSide rows of a head
 */
public record GroupedRows(StoredTensor stored, int kvHeads, int group, int headSide) implements StoredTensor {

    public GroupedRows {
        if ((long) kvHeads * (group + 2) * headSide != stored.rows()) {
            throw new IllegalArgumentException(stored.name() + " has " + stored.rows() + " rows, which are not "
                    + kvHeads + " times " + group + " queries, a key and a value of " + headSide + " rows");
        }
    }

    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public DType type() {
        return stored.type();
    }

    @Override
    public int rows() {
        return stored.rows();
    }

    @Override
    public int columns() {
        return stored.columns();
    }

    @Override
    public ByteBuffer rows(int first, int count) {
        ByteBuffer ordered = ByteBuffer.allocateDirect(Math.toIntExact((long) count * columns() * type().bytes()));
        forEachHead(first, count, (from, rows) -> ordered.put(stored.rows(from, rows)));
        return ordered.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Optional<FourBits> fourBits() {
        return stored.fourBits().map(Grouped::new);
    }

    private final class Grouped implements FourBits {

        private final FourBits asStored;

        Grouped(FourBits asStored) {
            this.asStored = asStored;
        }

        @Override
        public int group() {
            return asStored.group();
        }

        @Override
        public FourBitRows rows(int first, int count) {
            List<FourBitRows> ordered = new ArrayList<>();
            forEachHead(first, count, (from, rows) -> ordered.add(asStored.rows(from, rows)));
            return FourBitRows.joined(ordered);
        }
    }

    /** Gives the places in the file of {@code count} rows from {@code first}: first row and number, head by head. */
    private void forEachHead(int first, int count, Places places) {
        int row = first;
        while (row < first + count) {
            int ofHead = Math.min(headSide - row % headSide, first + count - row);
            places.accept(storedHead(row / headSide) * headSide + row % headSide, ofHead);
            row += ofHead;
        }
    }

    private interface Places {
        void accept(int from, int rows);
    }

    /** Where the head that is number {@code head} here stands in the file. */
    private int storedHead(int head) {
        int queries = kvHeads * group;
        if (head < queries) {
            return head / group * (group + 2) + head % group;
        }
        int slot = head < queries + kvHeads ? group : group + 1;
        return (head - queries) % kvHeads * (group + 2) + slot;
    }
}
