package io.pagestream.models.vision;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * InternViT (OpenGVLab/InternVL, modeling_intern_vit.py): patches and a class token with position embeddings, layers of
 * {@link VisionBlock}, no norm at the end; the class token is dropped, neighbours are merged two by two, and the {@link
 * Projector} brings them to the decoder's width.
 *
 * <p>All activations of one call take seven times the encoder's width for each patch, whatever the number of layers: the
 * layers share their places.
 */
public final class InternVit implements VisionEncoder {

    /** ImageNet's statistics, as in the reference's transform. */
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};

    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private final VisionConfig config;
    private final Tensor patch;
    private final Tensor patchBias;
    private final Tensor classToken;
    private final Tensor positions;
    private final List<VisionBlock> blocks = new ArrayList<>();
    private final Projector projector;

    /** @param width of the decoder */
    public InternVit(VisionConfig config, int width, Weights weights) {
        int hidden = config.hidden();
        int patches = config.grid() * config.grid();
        this.config = config;
        this.patch = weights.linear("vision.patch.weight", patchColumns(), hidden);
        this.patchBias = weights.vector("vision.patch.bias", hidden);
        this.classToken = weights.table("vision.class", 1, hidden);
        this.positions = weights.vectors("vision.position", patches + 1, hidden);
        for (int layer = 0; layer < config.layers(); layer++) {
            blocks.add(new VisionBlock(config, weights.layer(layer)));
        }
        this.projector = new Projector(config, width, weights);
    }

    private int patchColumns() {
        return 3 * config.patchSide() * config.patchSide();
    }

    @Override
    public Tensor encode(Tensor pixels, Scratch scratch) {
        return encode(pixels, scratch, (name, tensor) -> {});
    }

    /** @param observer sees what the layers make, for tests against the reference */
    Tensor encode(Tensor pixels, Scratch scratch, BiConsumer<String, Tensor> observer) {
        Ops ops = scratch.device().ops();
        int hidden = config.hidden();
        int grid = config.grid();
        int tiles = pixels.rows();
        int rows = tiles * (grid * grid + 1);
        int widest = Math.max(Math.max(3 * hidden, config.intermediate()), patchColumns());
        Tensor x = scratch.take(rows, hidden);
        Tensor normed = scratch.take(rows, hidden);
        Tensor branch = scratch.take(rows, hidden);
        Tensor wide = scratch.take(rows, widest);

        embed(ops, x, pixels, branch, wide, scratch, observer);
        observer.accept("hidden.0", x);
        for (int layer = 0; layer < blocks.size(); layer++) {
            blocks.get(layer).forward(ops, x, normed, branch, wide);
            observer.accept("hidden." + (layer + 1), x);
        }

        Tensor merged = scratch.take(tiles * config.tokensPerTile(), 4 * hidden);
        ops.pixelShuffle(merged, x, grid, 1);
        observer.accept("pixel_shuffle", merged);
        return projector.forward(ops, merged, scratch);
    }

    /** x = class token and patches of each tile, plus their positions. */
    private void embed(
            Ops ops,
            Tensor x,
            Tensor pixels,
            Tensor branch,
            Tensor wide,
            Scratch scratch,
            BiConsumer<String, Tensor> observer) {
        int patches = config.grid() * config.grid();
        int tiles = pixels.rows();
        int count = tiles * patches;
        Tensor cut = wide.rowRange(0, count).columnRange(0, patchColumns());
        ops.patches(cut, pixels, config.imageSide(), config.patchSide(), MEAN, DEVIATION);
        observer.accept("patches", cut);
        Tensor embedded = branch.rowRange(0, count);
        ops.linearBias(embedded, cut, patch, patchBias);
        int[] patchRows = new int[count];
        for (int i = 0; i < count; i++) {
            patchRows[i] = i / patches * (patches + 1) + 1 + i % patches;
        }
        ops.scatterRows(x, embedded, scratch.ints(patchRows));
        int[] classRows = new int[tiles];
        for (int tile = 0; tile < tiles; tile++) {
            classRows[tile] = tile * (patches + 1);
        }
        Tensor classTokens = scratch.take(tiles, config.hidden());
        ops.gatherRows(classTokens, classToken, scratch.ints(new int[tiles]));
        ops.scatterRows(x, classTokens, scratch.ints(classRows));
        ops.addRows(x, positions);
    }
}
