package io.pagestream.models.weights;

import io.pagestream.compute.StoredTensor;

/** Small matrices that are stored without a factor that belongs to them. */
public final class ScaledTensor {

    private ScaledTensor() {}

    /** {@code stored * factor} in F32; {@code stored} itself when the factor is 1. */
    public static StoredTensor of(StoredTensor stored, float factor) {
        if (factor == 1) {
            return stored;
        }
        float[] values = StoredFloats.of(stored);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return new Computed(stored.name(), stored.rows(), stored.columns(), values);
    }
}
