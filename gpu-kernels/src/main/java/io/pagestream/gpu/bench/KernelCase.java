package io.pagestream.gpu.bench;

import io.pagestream.compute.Tensor;
import java.util.function.Function;

/**
 * One operation at one shape.
 *
 * @param bytes that the fastest kernel must move, 0 where arithmetic is what counts
 * @param flops that it must compute, 0 where memory is what counts; both 0: to be compared, not measured
 * @param prepare makes the operands on one side
 */
record KernelCase(String name, double bytes, double flops, Function<Side, Prepared> prepare) {

    /** @param run queues the operation; the first time on fresh operands it makes {@code result} */
    record Prepared(Runnable run, Tensor result) {}
}
