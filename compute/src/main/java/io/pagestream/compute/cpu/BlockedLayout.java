package io.pagestream.compute.cpu;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Where the library puts the elements of a matrix that it has packed in blocks. The place of an element is a sum of what
 * its first index and what its second one contribute (oneDNN, "Understanding Memory Formats").
 */
final class BlockedLayout {

    private final long[] strides;
    private final long[] blocks;
    private final long[] dimensionOfBlock;

    private BlockedLayout(long[] strides, long[] blocks, long[] dimensionOfBlock) {
        this.strides = strides;
        this.blocks = blocks;
        this.dimensionOfBlock = dimensionOfBlock;
    }

    /** Empty when the library packs otherwise, or keeps something beside the elements. */
    static Optional<BlockedLayout> of(dnnl_memory_desc layout) {
        if (number(layout, dnnl_query_format_kind) != dnnl_blocked || number(layout, dnnl_query_ndims_s32) != 2) {
            return Optional.empty();
        }
        long[] first = new long[1];
        try (LongPointer offset = new LongPointer(first)) {
            Dnnl.check(dnnl_memory_desc_query(layout, dnnl_query_submemory_offset_s64, offset), "offset of a layout");
            first[0] = offset.get();
        }
        long[] padding = numbers(layout, dnnl_query_padded_offsets, 2);
        if (first[0] != 0 || padding[0] != 0 || padding[1] != 0) {
            return Optional.empty();
        }
        int count = number(layout, dnnl_query_inner_nblks_s32);
        return Optional.of(new BlockedLayout(
                numbers(layout, dnnl_query_strides, 2),
                numbers(layout, dnnl_query_inner_blks, count),
                numbers(layout, dnnl_query_inner_idxs, count)));
    }

    /** What each of {@code size} indices of a dimension contributes to the place of an element, in elements. */
    long[] places(int dimension, int size) {
        long[] places = new long[size];
        for (int index = 0; index < size; index++) {
            long left = index;
            long place = 0;
            long stride = 1;
            for (int block = blocks.length - 1; block >= 0; block--) {
                if (dimensionOfBlock[block] == dimension) {
                    place += left % blocks[block] * stride;
                    left /= blocks[block];
                }
                stride *= blocks[block];
            }
            places[index] = place + left * strides[dimension];
        }
        return places;
    }

    private static int number(dnnl_memory_desc layout, int what) {
        try (IntPointer result = new IntPointer(1)) {
            Dnnl.check(dnnl_memory_desc_query(layout, what, result), "query of a layout");
            return result.get();
        }
    }

    private static long[] numbers(dnnl_memory_desc layout, int what, int count) {
        long[] numbers = new long[count];
        try (PointerPointer<LongPointer> result = new PointerPointer<>(1)) {
            Dnnl.check(dnnl_memory_desc_query(layout, what, result), "query of a layout");
            if (count > 0) {
                result.get(LongPointer.class, 0).get(numbers);
            }
        }
        return numbers;
    }
}
