package io.pagestream.models.weights;

import io.pagestream.compute.StoredTensor;
import java.util.List;

/** A tensor of a model folder as the model names it, however it is stored. */
interface NamedTensor extends StoredTensor {

    /** For messages and for checks; the first side is {@link #rows}. */
    List<Long> shape();

    /** All elements, or the largest int when there are more: no vector is that long. */
    int elements();
}
