package io.pagestream.models.language;

import io.pagestream.compute.Ops;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.models.weights.Weights;
import java.util.List;
import java.util.function.UnaryOperator;

/** One product of a layer, with its bias where the model has one, and with the low-rank additions that some rows get. */
final class Projection {

    private final Tensor weight;
    private final Tensor bias; // null where the model has none
    private final List<LowRank> additions;

    /**
     * @param name of the weight and of its bias, without their endings
     * @param order of the rows in the file to the order that is computed with
     * @param in width of the input
     * @param out widths of the parts of the result
     */
    Projection(
            Weights weights,
            String name,
            UnaryOperator<StoredTensor> order,
            List<LowRank> additions,
            int in,
            int... out) {
        this.weight = weights.linear(name + ".weight", order, in, out);
        this.bias = weights.has(name + ".bias") ? weights.vector(name + ".bias", order, out) : null;
        this.additions = List.copyOf(additions);
    }

    /** The largest rank of an addition, or 0. */
    int rank() {
        return additions.stream().mapToInt(LowRank::rank).max().orElse(0);
    }

    /** out = the product of {@code in} */
    void compute(Ops ops, Tensor out, Tensor in, List<LowRankRows> lowRank) {
        if (bias == null) {
            ops.linear(out, in, weight);
        } else {
            ops.linearBias(out, in, weight, bias);
        }
        addLowRank(ops, out, in, lowRank);
    }

    /** out += the product of {@code in} */
    void add(Ops ops, Tensor out, Tensor in, List<LowRankRows> lowRank) {
        ops.linearInto(out, in, weight);
        if (bias != null) {
            ops.addRows(out, bias);
        }
        addLowRank(ops, out, in, lowRank);
    }

    private void addLowRank(Ops ops, Tensor out, Tensor in, List<LowRankRows> lowRank) {
        for (LowRankRows rows : lowRank) {
            Tensor gathered = rows.gathered().columnRange(0, in.columns());
            ops.gatherRows(gathered, in, rows.rows());
            for (LowRank addition : additions) {
                if (addition.addition().equals(rows.addition())) {
                    addition.add(ops, out, gathered, rows);
                }
            }
        }
    }
}
