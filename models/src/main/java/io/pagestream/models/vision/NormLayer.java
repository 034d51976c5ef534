package io.pagestream.models.vision;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.weights.Weights;

/**
 * A norm over rows.
 *
 * @param bias null for an RMS norm
 */
record NormLayer(Tensor weight, Tensor bias, float eps) {

    static NormLayer layer(Weights weights, String name, int width, float eps) {
        return new NormLayer(weights.vector(name + ".weight", width), weights.vector(name + ".bias", width), eps);
    }

    static NormLayer rms(Weights weights, String name, int width, float eps) {
        return new NormLayer(weights.vector(name, width), null, eps);
    }

    static NormLayer of(VisionConfig config, Weights weights, String name) {
        return config.norm() == VisionConfig.Norm.RMS
                ? rms(weights, name + ".weight", config.hidden(), config.normEps())
                : layer(weights, name, config.hidden(), config.normEps());
    }

    /** {@code out} may be {@code in}. */
    void apply(Ops ops, Tensor out, Tensor in) {
        if (bias == null) {
            ops.rmsNorm(out, in, weight, eps);
        } else {
            ops.layerNorm(out, in, weight, bias, eps);
        }
    }
}
