package io.pagestream.models.vision;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.weights.Weights;
import java.util.function.BiConsumer;

/** Pixels to the encoder's first vectors: a class token and the patches of each view, plus their positions. */
final class PatchEmbedding {

    /** ImageNet's statistics, as in InternVL's transform. */
    private static final float[] IMAGENET_MEAN = {0.485f, 0.456f, 0.406f};

    private static final float[] IMAGENET_DEVIATION = {0.229f, 0.224f, 0.225f};

    /** CLIP's, as in InternLM-XComposer's. */
    private static final float[] CLIP_MEAN = {0.48145466f, 0.4578275f, 0.40821073f};

    private static final float[] CLIP_DEVIATION = {0.26862954f, 0.26130258f, 0.27577711f};

    private final VisionConfig config;
    private final LinearLayer patch;
    private final Tensor classToken;
    private final Tensor positions;
    private final NormLayer norm; // or null

    PatchEmbedding(VisionConfig config, Weights weights) {
        boolean clip = config.tower() == VisionConfig.Tower.CLIP;
        this.config = config;
        this.patch = clip
                ? LinearLayer.withoutBias(weights, "vision.patch", columns(config), config.hidden())
                : LinearLayer.of(weights, "vision.patch", columns(config), config.hidden());
        this.classToken = weights.table("vision.class", 1, config.hidden());
        this.positions = positions(config, weights);
        this.norm = clip ? NormLayer.layer(weights, "vision.norm", config.hidden(), config.normEps()) : null;
    }

    private static Tensor positions(VisionConfig config, Weights weights) {
        int stored = config.positionGrid();
        int grid = config.grid();
        if (stored == grid) {
            return weights.vectors("vision.position", grid * grid + 1, config.hidden());
        }
        return weights.computed(
                "vision.position",
                stored * stored + 1,
                grid * grid + 1,
                config.hidden(),
                table -> BicubicGrid.resize(table, config.hidden(), stored, grid));
    }

    /** Elements of a patch. */
    static int columns(VisionConfig config) {
        return 3 * config.patchSide() * config.patchSide();
    }

    /**
     * @param x [views * (patches + 1), hidden]: where the vectors go
     * @param pixels as {@link VisionEncoder#encode} takes them
     * @param branch a place as large as {@code x}
     * @param wide a place with room for the patches
     */
    void forward(
            Tensor x, Tensor pixels, Tensor branch, Tensor wide, Scratch scratch, BiConsumer<String, Tensor> observer) {
        Ops ops = scratch.device().ops();
        boolean clip = config.tower() == VisionConfig.Tower.CLIP;
        int patches = config.grid() * config.grid();
        int views = pixels.rows();
        int count = views * patches;
        Tensor cut = wide.rowRange(0, count).columnRange(0, columns(config));
        ops.patches(
                cut,
                pixels,
                config.imageSide(),
                config.patchSide(),
                clip ? CLIP_MEAN : IMAGENET_MEAN,
                clip ? CLIP_DEVIATION : IMAGENET_DEVIATION);
        observer.accept("patches", cut);
        Tensor embedded = branch.rowRange(0, count);
        patch.apply(ops, embedded, cut);
        int[] patchRows = new int[count];
        for (int i = 0; i < count; i++) {
            patchRows[i] = i / patches * (patches + 1) + 1 + i % patches;
        }
        ops.scatterRows(x, embedded, scratch.ints(patchRows));
        int[] classRows = new int[views];
        for (int view = 0; view < views; view++) {
            classRows[view] = view * (patches + 1);
        }
        Tensor classTokens = scratch.take(views, config.hidden());
        ops.gatherRows(classTokens, classToken, scratch.ints(new int[views]));
        ops.scatterRows(x, classTokens, scratch.ints(classRows));
        observer.accept("positions", positions);
        ops.addRows(x, positions);
        observer.accept("embeddings", x);
        if (norm != null) {
            norm.apply(ops, x, x);
        }
    }
}
