package io.pagestream.models;

import io.pagestream.models.config.ClipFacts;
import io.pagestream.models.config.Layout;
import io.pagestream.models.weights.WeightNames;
import io.pagestream.models.weights.WeightSource;
import java.util.Optional;

/** Reads the sizes of a CLIP tower from the shapes of its weights. */
final class ClipTower {

    private static final WeightNames NAMES = VisionNames.all(Layout.XCOMPOSER);

    private ClipTower() {}

    /** Nothing for layouts whose {@code config.json} has the sizes. */
    static Optional<ClipFacts> facts(Layout layout, WeightSource weights) {
        if (layout != Layout.XCOMPOSER) {
            return Optional.empty();
        }
        int layers = 0;
        while (weights.has(name("vision.layer.norm1.weight", layers))) {
            layers++;
        }
        String patch = name("vision.patch.weight", 0);
        String position = name("vision.position", 0);
        return Optional.of(new ClipFacts(
                weights.shape(patch)[0],
                layers,
                weights.shape(name("vision.layer.fc1.weight", 0))[0],
                side(patch, weights.shape(patch)[1], 3, 0),
                side(position, weights.shape(position)[0], 1, 1),
                weights.has(name(TensorNames.END_OF_OVERVIEW, 0)),
                weights.names().stream().anyMatch(name -> name.contains(".lora_sft_A."))));
    }

    /** The side of a square of which a shape tells {@code times} its elements, and {@code more}. */
    private static int side(String name, int length, int times, int more) {
        int side = (int) Math.round(Math.sqrt((length - more) / (double) times));
        if (side < 1 || side * side * times + more != length) {
            throw new IllegalArgumentException("the tensor '" + name + "' has a side of " + length
                    + ", from which no square of patches follows; check that the weights belong to this config.json");
        }
        return side;
    }

    private static String name(String weight, int layer) {
        return NAMES.of(weight, layer).get(0);
    }
}
