package io.pagestream.models.vision;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.weights.Weights;

/** One layer of the encoder: attention within each tile, then the feed-forward part, each behind a norm and a scale. */
final class VisionBlock {

    private final VisionConfig config;
    private final Tensor norm1;
    private final Tensor norm1Bias;
    private final Tensor qkv;
    private final Tensor qkvBias;
    private final Tensor projection;
    private final Tensor projectionBias;
    private final Tensor scale1;
    private final Tensor norm2;
    private final Tensor norm2Bias;
    private final Tensor fc1;
    private final Tensor fc1Bias;
    private final Tensor fc2;
    private final Tensor fc2Bias;
    private final Tensor scale2;

    VisionBlock(VisionConfig config, Weights weights) {
        int hidden = config.hidden();
        int wide = config.intermediate();
        this.config = config;
        this.norm1 = weights.vector("vision.layer.norm1.weight", hidden);
        this.norm1Bias = weights.vector("vision.layer.norm1.bias", hidden);
        this.qkv = weights.linear("vision.layer.qkv.weight", hidden, hidden, hidden, hidden);
        this.qkvBias = weights.vector("vision.layer.qkv.bias", hidden, hidden, hidden);
        this.projection = weights.linear("vision.layer.projection.weight", hidden, hidden);
        this.projectionBias = weights.vector("vision.layer.projection.bias", hidden);
        this.scale1 = weights.vector("vision.layer.scale1", hidden);
        this.norm2 = weights.vector("vision.layer.norm2.weight", hidden);
        this.norm2Bias = weights.vector("vision.layer.norm2.bias", hidden);
        this.fc1 = weights.linear("vision.layer.fc1.weight", hidden, wide);
        this.fc1Bias = weights.vector("vision.layer.fc1.bias", wide);
        this.fc2 = weights.linear("vision.layer.fc2.weight", wide, hidden);
        this.fc2Bias = weights.vector("vision.layer.fc2.bias", hidden);
        this.scale2 = weights.vector("vision.layer.scale2", hidden);
    }

    /**
     * @param x [tiles * tokens, hidden], changed in place
     * @param normed a place of the same shape
     * @param branch another
     * @param wide a place as wide as query, key and value together, and as the feed-forward part
     */
    void forward(Ops ops, Tensor x, Tensor normed, Tensor branch, Tensor wide) {
        int hidden = config.hidden();
        int tokens = config.grid() * config.grid() + 1;

        ops.layerNorm(normed, x, norm1, norm1Bias, config.normEps());
        Tensor packed = wide.columnRange(0, 3 * hidden);
        ops.linearBias(packed, normed, qkv, qkvBias);
        Tensor query = packed.columnRange(0, hidden);
        Tensor key = packed.columnRange(hidden, hidden);
        Tensor value = packed.columnRange(2 * hidden, hidden);
        ops.attendWithin(normed, query, key, value, tokens, config.heads());
        ops.linearBias(branch, normed, projection, projectionBias);
        ops.addScaled(x, branch, scale1);

        ops.layerNorm(normed, x, norm2, norm2Bias, config.normEps());
        Tensor inner = wide.columnRange(0, config.intermediate());
        ops.linearBias(inner, normed, fc1, fc1Bias);
        ops.gelu(inner);
        ops.linearBias(branch, inner, fc2, fc2Bias);
        ops.addScaled(x, branch, scale2);
    }
}
