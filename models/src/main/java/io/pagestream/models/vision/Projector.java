package io.pagestream.models.vision;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.weights.Weights;

/** From the encoder's width to the decoder's: linear, gelu, linear; InternVL begins with a norm. */
final class Projector {

    /** PyTorch's default; the encoder's own norms have another. */
    private static final float NORM_EPS = 1e-5f;

    private final int width;
    private final NormLayer norm; // or null
    private final LinearLayer in;
    private final LinearLayer out;

    Projector(VisionConfig config, int width, Weights weights) {
        int merged = config.mergedHidden();
        this.width = width;
        this.norm = config.tower() == VisionConfig.Tower.INTERN_VIT
                ? NormLayer.layer(weights, "projector.norm", merged, NORM_EPS)
                : null;
        this.in = LinearLayer.of(weights, "projector.in", merged, width);
        this.out = LinearLayer.of(weights, "projector.out", width, width);
    }

    /** @param merged [tokens, mergedHidden], changed */
    Tensor forward(Ops ops, Tensor merged, Scratch scratch) {
        Tensor inner = scratch.take(merged.rows(), width);
        Tensor result = scratch.take(merged.rows(), width);
        if (norm != null) {
            norm.apply(ops, merged, merged);
        }
        in.apply(ops, inner, merged);
        ops.gelu(inner);
        out.apply(ops, result, inner);
        return result;
    }
}
