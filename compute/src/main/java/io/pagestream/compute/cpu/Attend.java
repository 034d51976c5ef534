package io.pagestream.compute.cpu;

import static io.pagestream.compute.cpu.Shapes.require;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;

/** Whether the operands of paged attention fit together. */
final class Attend {

    private Attend() {}

    static void check(
            Tensor out, Tensor query, Tensor key, Tensor value, PagedKeysAndValues cache, int layer, StepSpans spans) {
        require(cache instanceof CpuCache, "attend", "a cache of the CPU device", out, query);
        CacheShape shape = cache.shape();
        int width = shape.heads() * shape.headSide();
        Shapes.floats("attend", out, query, key, value);
        Shapes.same("attend", out, query);
        Shapes.same("attend", key, value);
        require(
                query.rows() == key.rows()
                        && key.rows() == spans.rows()
                        && key.columns() == width
                        && query.columns() % width == 0,
                "attend",
                spans.rows() + " rows and " + shape,
                out,
                query,
                key,
                value);
        if (layer < 0 || layer >= shape.layers()) {
            throw new IllegalArgumentException("attend: layer " + layer + " of " + shape.layers());
        }
        spans.spans().forEach(span -> blocks(span, shape));
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
