package io.pagestream.gpu.ops;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;

/** What a call of attend has to satisfy before a kernel may follow its block numbers. */
final class AttendShapes {

    private AttendShapes() {}

    static CudaCache check(
            DType type,
            Tensor out,
            Tensor query,
            Tensor key,
            Tensor value,
            PagedKeysAndValues cache,
            int layer,
            StepSpans spans) {
        Shapes.require(
                cache instanceof CudaCache && ((CudaCache) cache).type() == type,
                "attend",
                "a cache of this device",
                out,
                query);
        CacheShape shape = cache.shape();
        int width = shape.heads() * shape.headSide();
        Shapes.types("attend", type, out, query, key, value);
        Shapes.same("attend", out, query);
        Shapes.same("attend", key, value);
        Shapes.require(
                query.rows() == key.rows()
                        && key.rows() == spans.rows()
                        && key.columns() == width
                        && query.columns() > 0
                        && query.columns() % width == 0
                        && shape.headSide() <= WithinAttention.MOST_HEAD_SIDE,
                "attend",
                spans.rows() + " rows, " + shape + ", heads of at most " + WithinAttention.MOST_HEAD_SIDE,
                out,
                query,
                key,
                value);
        if (layer < 0 || layer >= shape.layers()) {
            throw new IllegalArgumentException("attend: layer " + layer + " of " + shape.layers());
        }
        spans.spans().forEach(span -> blocks(span, shape));
        return (CudaCache) cache;
    }

    private static void blocks(StepSpans.Span span, CacheShape shape) {
        int needed = (span.context() + shape.blockTokens() - 1) / shape.blockTokens();
        if (span.blocks().length < needed) {
            throw new IllegalArgumentException("attend: the span at row " + span.firstRow() + " needs " + needed
                    + " blocks for " + span.context() + " tokens, got " + span.blocks().length);
        }
        for (int i = 0; i < needed; i++) {
            int block = span.blocks()[i];
            if (block < 0 || block >= shape.blocks()) {
                throw new IllegalArgumentException("attend: block " + block + " of the span at row " + span.firstRow()
                        + " is outside of 0 to " + (shape.blocks() - 1));
            }
        }
    }
}
