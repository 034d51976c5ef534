package io.pagestream.engine.run;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.engine.schedule.StepResult;
import io.pagestream.engine.schedule.StepRunner;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.language.StepInputs;
import java.util.List;

/**
 * Runs a model: encodes the tiles of a plan, then computes its rows and chooses tokens. Owns the cache of keys and values
 * and the encoder outputs; the model and the device are lent. Belongs to the engine thread.
 */
public final class ModelRunner implements StepRunner {

    private final LoadedModel model;
    private final Device device;
    private final PagedKeysAndValues cache;
    private final EncoderOutputs outputs;
    private final StepInputsBuilder inputs;
    private final Sampler sampler;

    /**
     * Takes the memory for cache and encoder outputs.
     *
     * @param encoderSlots how many encoded tiles are kept at the same time
     */
    public ModelRunner(LoadedModel model, Device device, CacheShape shape, int encoderSlots) {
        this.model = model;
        this.device = device;
        this.cache = device.allocateCache(shape);
        try {
            this.outputs = new EncoderOutputs(
                    device,
                    encoderSlots,
                    model.config().vision().tokensPerTile(),
                    model.config().language().hidden(),
                    model.vision());
        } catch (RuntimeException e) {
            cache.close();
            throw e;
        }
        this.inputs = new StepInputsBuilder(outputs, cache);
        this.sampler = new Sampler(device.ops());
    }

    @Override
    public StepResult run(StepPlan plan) {
        long start = System.nanoTime();
        encode(plan.tiles());
        long encoded = System.nanoTime();
        Sampler.Choice choice = decode(plan);
        long decoded = System.nanoTime();
        return new StepResult(
                choice.tokens(),
                choice.logProbabilities(),
                encoded - start,
                decoded - encoded,
                sampler.takeMaskNanos());
    }

    /** Overviews are floats and tiles are bytes, so they are two batches. */
    private void encode(List<StepPlan.Tile> tiles) {
        if (tiles.isEmpty()) {
            return;
        }
        encode(tiles.stream().filter(ModelRunner::isOverview).toList(), DType.F32);
        encode(tiles.stream().filter(tile -> !isOverview(tile)).toList(), DType.U8);
        device.ops().await(); // so that the time of the encoder is not booked on the decoder
    }

    private void encode(List<StepPlan.Tile> tiles, DType type) {
        if (tiles.isEmpty()) {
            return;
        }
        int side = model.config().vision().imageSide();
        int tokensPerTile = model.config().vision().tokensPerTile();
        try (Scratch scratch = new Scratch(device);
                Tensor pixels = device.allocate(
                        type, MemoryTag.ACTIVATIONS, tiles.size(), Math.multiplyExact(side * side, 3))) {
            for (int i = 0; i < tiles.size(); i++) {
                write(pixels.rowRange(i, 1), tiles.get(i));
            }
            Tensor vectors = model.vision().encode(pixels, scratch); // [tiles * tokensPerTile, hidden]
            for (int i = 0; i < tiles.size(); i++) {
                device.ops()
                        .copy(outputs.slot(tiles.get(i).slot()), vectors.rowRange(i * tokensPerTile, tokensPerTile));
            }
        }
    }

    private static void write(Tensor row, StepPlan.Tile tile) {
        TileBatch image = image(tile);
        if (isOverview(tile)) {
            row.write(image.overview());
        } else {
            int index =
                    image.hasOverview() ? tile.place().tile() - 1 : tile.place().tile();
            row.write(image.pixels(), index * image.side() * image.side() * 3);
        }
    }

    private static boolean isOverview(StepPlan.Tile tile) {
        return tile.place().tile() == 0 && image(tile).hasOverview();
    }

    private static TileBatch image(StepPlan.Tile tile) {
        return tile.sequence().request().images().get(tile.place().image());
    }

    private Sampler.Choice decode(StepPlan plan) {
        if (plan.rows().isEmpty()) {
            return Sampler.Choice.NONE;
        }
        try (Scratch scratch = new Scratch(device)) {
            copyBlocks(plan.copies());
            StepInputs step = inputs.build(plan);
            Tensor logits = model.language().forward(step, scratch); // [rows that are chosen from, vocabulary]
            if (step.logitRows().length > 0) {
                return sampler.choose(logits, plan.answering(), scratch);
            }
            device.ops().await();
            return Sampler.Choice.NONE;
        }
    }

    private void copyBlocks(List<StepPlan.Copy> copies) {
        if (!copies.isEmpty()) {
            device.ops()
                    .copyBlocks(
                            cache,
                            copies.stream().mapToInt(StepPlan.Copy::from).toArray(),
                            copies.stream().mapToInt(StepPlan.Copy::to).toArray());
        }
    }

    @Override
    public void close() {
        outputs.close();
        cache.close();
    }
}
