package io.pagestream.models.vision;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.weights.Weights;

/** From the encoder's width to the decoder's: norm, linear, gelu, linear over four merged patches. */
final class Projector {

    /** PyTorch's default; the encoder's own norms have another. */
    private static final float NORM_EPS = 1e-5f;

    private final int width;
    private final Tensor norm;
    private final Tensor normBias;
    private final Tensor in;
    private final Tensor inBias;
    private final Tensor out;
    private final Tensor outBias;

    Projector(VisionConfig config, int width, Weights weights) {
        int merged = 4 * config.hidden();
        this.width = width;
        this.norm = weights.vector("projector.norm.weight", merged);
        this.normBias = weights.vector("projector.norm.bias", merged);
        this.in = weights.linear("projector.in.weight", merged, width);
        this.inBias = weights.vector("projector.in.bias", width);
        this.out = weights.linear("projector.out.weight", width, width);
        this.outBias = weights.vector("projector.out.bias", width);
    }

    /** @param merged [tokens, 4 * hidden of the encoder], changed */
    Tensor forward(Ops ops, Tensor merged, Scratch scratch) {
        Tensor inner = scratch.take(merged.rows(), width);
        Tensor result = scratch.take(merged.rows(), width);
        ops.layerNorm(merged, merged, norm, normBias, NORM_EPS);
        ops.linearBias(inner, merged, in, inBias);
        ops.gelu(inner);
        ops.linearBias(result, inner, out, outBias);
        return result;
    }
}
