package io.pagestream.models.vision;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.weights.Weights;

/** One layer of the encoder: attention within each view, then the feed-forward part, each behind a norm. */
final class VisionBlock {

    private final VisionConfig config;
    private final NormLayer norm1;
    private final LinearLayer qkv;
    private final NormLayer queryNorm; // or null, as keyNorm
    private final NormLayer keyNorm;
    private final LinearLayer projection;
    private final Tensor scale1; // or null, as scale2
    private final NormLayer norm2;
    private final LinearLayer fc1;
    private final LinearLayer fc2;
    private final Tensor scale2;

    VisionBlock(VisionConfig config, Weights weights) {
        int hidden = config.hidden();
        int wide = config.intermediate();
        boolean scaled = config.tower() == VisionConfig.Tower.INTERN_VIT;
        this.config = config;
        this.norm1 = NormLayer.of(config, weights, "vision.layer.norm1");
        this.qkv = config.qkvBias()
                ? LinearLayer.of(weights, "vision.layer.qkv", hidden, hidden, hidden, hidden)
                : LinearLayer.withoutBias(weights, "vision.layer.qkv", hidden, hidden, hidden, hidden);
        this.queryNorm = fullWidthNorm(config, weights, "vision.layer.q_norm");
        this.keyNorm = fullWidthNorm(config, weights, "vision.layer.k_norm");
        this.projection = LinearLayer.of(weights, "vision.layer.projection", hidden, hidden);
        this.scale1 = scaled ? weights.vector("vision.layer.scale1", hidden) : null;
        this.norm2 = NormLayer.of(config, weights, "vision.layer.norm2");
        this.fc1 = LinearLayer.of(weights, "vision.layer.fc1", hidden, wide);
        this.fc2 = LinearLayer.of(weights, "vision.layer.fc2", wide, hidden);
        this.scale2 = scaled ? weights.vector("vision.layer.scale2", hidden) : null;
    }

    /** Over all heads together, before they are split: a norm for each head is another model. */
    private static NormLayer fullWidthNorm(VisionConfig config, Weights weights, String name) {
        return config.qkNorm() ? NormLayer.rms(weights, name, config.hidden(), config.normEps()) : null;
    }

    /**
     * @param x [views * tokens, hidden], changed in place
     * @param normed a place of the same shape
     * @param branch another
     * @param wide a place as wide as query, key and value together, and as the feed-forward part
     */
    void forward(Ops ops, Tensor x, Tensor normed, Tensor branch, Tensor wide) {
        attend(ops, x, normed, branch, wide);
        norm2.apply(ops, normed, x);
        Tensor inner = wide.columnRange(0, config.intermediate());
        fc1.apply(ops, inner, normed);
        if (config.tower() == VisionConfig.Tower.CLIP) {
            ops.quickGelu(inner);
        } else {
            ops.gelu(inner);
        }
        fc2.apply(ops, branch, inner);
        addBranch(ops, x, branch, scale2);
    }

    private void attend(Ops ops, Tensor x, Tensor normed, Tensor branch, Tensor wide) {
        int hidden = config.hidden();
        int tokens = config.grid() * config.grid() + 1;
        norm1.apply(ops, normed, x);
        Tensor packed = wide.columnRange(0, 3 * hidden);
        qkv.apply(ops, packed, normed);
        Tensor query = packed.columnRange(0, hidden);
        Tensor key = packed.columnRange(hidden, hidden);
        Tensor value = packed.columnRange(2 * hidden, hidden);
        if (config.qkNorm()) {
            queryNorm.apply(ops, query, query);
            keyNorm.apply(ops, key, key);
        }
        ops.attendWithin(normed, query, key, value, tokens, config.heads());
        projection.apply(ops, branch, normed);
        addBranch(ops, x, branch, scale1);
    }

    private static void addBranch(Ops ops, Tensor x, Tensor branch, Tensor scale) {
        if (scale == null) {
            ops.add(x, branch);
        } else {
            ops.addScaled(x, branch, scale);
        }
    }
}
