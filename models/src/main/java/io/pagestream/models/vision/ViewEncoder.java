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
 * The two vision towers: InternViT (OpenGVLab/InternVL, modeling_intern_vit.py) and the CLIP ViT-L/14 of
 * InternLM-XComposer (transformers, modeling_clip.py, and build_mlp.py). Patches and a class token with position
 * embeddings, layers of {@link VisionBlock}, no norm at the end; the class token is dropped, neighbours are merged two by
 * two where the model does so, and the {@link Projector} brings them to the decoder's width.
 *
 * <p>All activations of one call take some seven times the encoder's width for each patch, whatever the number of
 * layers: the layers share their places.
 */
public final class ViewEncoder implements VisionEncoder {

    /** What ends a row, then what stands between overview and tiles, as {@code ImageSpan} numbers them. */
    private static final List<String> SEPARATORS = List.of("separator.end_of_row", "separator.end_of_overview");

    private final VisionConfig config;
    private final PatchEmbedding embedding;
    private final List<VisionBlock> blocks = new ArrayList<>();
    private final List<Tensor> separators = new ArrayList<>();
    private final Projector projector;

    /** @param width of the decoder */
    public ViewEncoder(VisionConfig config, int width, Weights weights) {
        this.config = config;
        this.embedding = new PatchEmbedding(config, weights);
        for (int layer = 0; layer < config.layers(); layer++) {
            blocks.add(new VisionBlock(config, weights.layer(layer)));
        }
        if (config.separators()) {
            SEPARATORS.forEach(name -> separators.add(weights.table(name, 1, config.mergedHidden())));
        }
        this.projector = new Projector(config, width, weights);
    }

    @Override
    public Tensor encode(Tensor pixels, Scratch scratch) {
        return encode(pixels, scratch, (name, tensor) -> {});
    }

    @Override
    public Tensor encode(Tensor pixels, Scratch scratch, BiConsumer<String, Tensor> observer) {
        Ops ops = scratch.device().ops();
        int hidden = config.hidden();
        int rows = pixels.rows() * (config.grid() * config.grid() + 1);
        int widest = Math.max(Math.max(3 * hidden, config.intermediate()), PatchEmbedding.columns(config));
        Tensor x = scratch.take(rows, hidden);
        Tensor normed = scratch.take(rows, hidden);
        Tensor branch = scratch.take(rows, hidden);
        Tensor wide = scratch.take(rows, widest);

        embedding.forward(x, pixels, branch, wide, scratch, observer);
        observer.accept("hidden.0", x);
        for (int layer = 0; layer < blocks.size(); layer++) {
            blocks.get(layer).forward(ops, x, normed, branch, wide);
            observer.accept("hidden." + (layer + 1), x);
        }

        Tensor merged = merge(x, pixels.rows(), scratch);
        observer.accept("merged", merged);
        return projector.forward(ops, merged, scratch);
    }

    /** Without the class tokens: [views * tokensPerTile, mergedHidden]. */
    private Tensor merge(Tensor x, int views, Scratch scratch) {
        Ops ops = scratch.device().ops();
        Tensor merged = scratch.take(views * config.tokensPerTile(), config.mergedHidden());
        if (config.merge() == VisionConfig.Merge.NONE) {
            ops.gatherRows(merged, x, scratch.ints(patchRows(views)));
            return merged;
        }
        ops.pixelShuffle(merged, x, config.grid(), 1);
        if (config.merge() == VisionConfig.Merge.ROWS) {
            return merged;
        }
        Tensor turned = scratch.take(merged.rows(), merged.columns());
        ops.gatherRows(turned, merged, scratch.ints(columnByColumn(views)));
        return turned;
    }

    private int[] patchRows(int views) {
        int patches = config.grid() * config.grid();
        int[] rows = new int[views * patches];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i / patches * (patches + 1) + 1 + i % patches;
        }
        return rows;
    }

    private int[] columnByColumn(int views) {
        int side = config.mergedGrid();
        int[] rows = new int[views * side * side];
        for (int i = 0; i < rows.length; i++) {
            int cell = i % (side * side);
            rows[i] = i - cell + cell % side * side + cell / side;
        }
        return rows;
    }

    @Override
    public int separators() {
        return separators.size();
    }

    /** They are stored in the width of merged patches, so the projector makes constants of them. */
    @Override
    public Tensor separators(Scratch scratch) {
        Ops ops = scratch.device().ops();
        Tensor merged = scratch.take(separators.size(), config.mergedHidden());
        for (int i = 0; i < separators.size(); i++) {
            ops.gatherRows(merged.rowRange(i, 1), separators.get(i), scratch.ints(0));
        }
        return projector.forward(ops, merged, scratch);
    }
}
