package io.pagestream.models.language;

import io.pagestream.compute.Ops;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.models.weights.Weights;
import java.util.function.UnaryOperator;

/** One product of a layer, with its bias where the model has one. */
final class Projection {

    private final Tensor weight;
    private final Tensor bias; // null where the model has none

    /**
     * @param name of the weight and of its bias, without their endings
     * @param order of the rows in the file to the order that is computed with
     * @param in width of the input
     * @param out widths of the parts of the result
     */
    Projection(Weights weights, String name, UnaryOperator<StoredTensor> order, int in, int... out) {
        this.weight = weights.linear(name + ".weight", order, in, out);
        this.bias = weights.has(name + ".bias") ? weights.vector(name + ".bias", order, out) : null;
    }

    Projection(Weights weights, String name, int in, int... out) {
        this(weights, name, UnaryOperator.identity(), in, out);
    }

    /** out = the product of {@code in} */
    void compute(Ops ops, Tensor out, Tensor in) {
        if (bias == null) {
            ops.linear(out, in, weight);
        } else {
            ops.linearBias(out, in, weight, bias);
        }
    }

    /** out += the product of {@code in} */
    void add(Ops ops, Tensor out, Tensor in) {
        ops.linearInto(out, in, weight);
        if (bias != null) {
            ops.addRows(out, bias);
        }
    }
}
