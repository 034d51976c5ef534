package io.pagestream.models.vision;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Tensor;
import io.pagestream.models.weights.Weights;

/**
 * A product with a weight, and a bias where the model has one.
 *
 * @param bias null for none
 */
record LinearLayer(Tensor weight, Tensor bias) {

    /** @param rows of each of the stacked parts */
    static LinearLayer of(Weights weights, String name, int columns, int... rows) {
        return new LinearLayer(weights.linear(name + ".weight", columns, rows), weights.vector(name + ".bias", rows));
    }

    /** @param rows of each of the stacked parts */
    static LinearLayer withoutBias(Weights weights, String name, int columns, int... rows) {
        return new LinearLayer(weights.linear(name + ".weight", columns, rows), null);
    }

    void apply(Ops ops, Tensor out, Tensor in) {
        if (bias == null) {
            ops.linear(out, in, weight);
        } else {
            ops.linearBias(out, in, weight, bias);
        }
    }
}
