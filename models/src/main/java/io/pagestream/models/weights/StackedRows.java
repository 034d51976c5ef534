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
import java.util.stream.Collectors;

/**
 * Several stored matrices as one, the rows of the first on top: query, key and value become one product instead of three.
 *
 * @param parts of the same type and width
 */
record StackedRows(List<StoredTensor> parts) implements StoredTensor {

    StackedRows {
        parts = List.copyOf(parts);
        StoredTensor first = parts.get(0);
        for (StoredTensor part : parts) {
            if (part.type() != first.type() || part.columns() != first.columns()) {
                throw new IllegalArgumentException("the tensors " + first.name() + " (" + first.type() + ", "
                        + first.columns() + " columns) and " + part.name() + " (" + part.type() + ", "
                        + part.columns() + " columns) belong into one matrix; convert them to one type and shape");
            }
        }
    }

    @Override
    public String name() {
        return parts.stream().map(StoredTensor::name).collect(Collectors.joining(" + "));
    }

    @Override
    public DType type() {
        return parts.get(0).type();
    }

    @Override
    public int rows() {
        return parts.stream().mapToInt(StoredTensor::rows).sum();
    }

    @Override
    public int columns() {
        return parts.get(0).columns();
    }

    @Override
    public ByteBuffer rows(int first, int count) {
        int end = first + count;
        ByteBuffer joined = null;
        int start = 0;
        for (StoredTensor part : parts) {
            int from = Math.max(first, start);
            int to = Math.min(end, start + part.rows());
            if (from < to) {
                ByteBuffer bytes = part.rows(from - start, to - from);
                if (to - from == count) {
                    return bytes;
                }
                joined = joined == null
                        ? ByteBuffer.allocateDirect(Math.toIntExact((long) count * columns() * type().bytes()))
                        : joined;
                joined.put(bytes);
            }
            start += part.rows();
        }
        if (joined == null || joined.hasRemaining()) {
            throw new IllegalArgumentException(
                    name() + " has " + rows() + " rows; " + count + " from " + first + " were asked for");
        }
        return joined.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where all parts have four bits, in groups of the same size. */
    @Override
    public Optional<FourBits> fourBits() {
        List<FourBits> ofParts =
                parts.stream().flatMap(part -> part.fourBits().stream()).toList();
        boolean all = ofParts.size() == parts.size()
                && ofParts.stream().mapToInt(FourBits::group).distinct().count() == 1;
        return all ? Optional.of(new Stacked(parts, ofParts)) : Optional.empty();
    }

    private record Stacked(List<StoredTensor> parts, List<FourBits> ofParts) implements FourBits {

        @Override
        public int group() {
            return ofParts.get(0).group();
        }

        @Override
        public FourBitRows rows(int first, int count) {
            List<FourBitRows> rows = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < parts.size(); i++) {
                int from = Math.max(first, start);
                int to = Math.min(first + count, start + parts.get(i).rows());
                if (from < to) {
                    rows.add(ofParts.get(i).rows(from - start, to - from));
                }
                start += parts.get(i).rows();
            }
            if (first < 0 || count < 1 || first > start - count) {
                throw new IllegalArgumentException(
                        "there are " + start + " rows; " + count + " from " + first + " were asked for");
            }
            return FourBitRows.joined(rows);
        }
    }
}
