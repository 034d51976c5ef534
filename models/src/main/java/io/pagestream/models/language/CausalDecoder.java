package io.pagestream.models.language;

import io.pagestream.compute.Ops;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A decoder-only transformer: embeddings, layers of {@link DecoderBlock}, a norm and the output matrix. What differs
 * between families comes from the configuration and the names of the weights.
 *
 * <p>The norm and the output matrix are computed only for the rows whose logits are wanted: at the vocabulary's size the
 * others would cost more than the layers.
 */
public final class CausalDecoder implements Decoder {

    private final LanguageConfig config;
    private final RotaryAngles angles;
    private final Tensor embedding;
    private final List<DecoderBlock> blocks = new ArrayList<>();
    private final Tensor norm;
    private final Tensor head;
    private final boolean imageAdditions;
    private final List<String> adapters;
    private final int rank;

    public CausalDecoder(LanguageConfig config, Weights weights) {
        this.config = config;
        this.angles = new RotaryAngles(config.rotary(), config.headSide());
        this.embedding = weights.table("language.embedding", config.vocabulary(), config.hidden());
        for (int layer = 0; layer < config.layers(); layer++) {
            blocks.add(new DecoderBlock(config, layer, weights.layer(layer)));
        }
        this.imageAdditions = LowRank.forImages(weights);
        this.adapters = LowRank.tasks(weights);
        this.rank = blocks.stream().mapToInt(DecoderBlock::rank).max().orElse(0);
        this.norm = weights.vector("language.norm", config.hidden());
        this.head = weights.linear(
                config.tiedHead() ? "language.embedding" : "language.head", config.hidden(), config.vocabulary());
    }

    /**
     * @throws UnknownAdapterException when rows want an adapter that the model does not have
     * @throws IllegalArgumentException when a token is none of the vocabulary, or a sequence grows beyond the positions
     *     that the model was made for
     */
    @Override
    public Tensor forward(StepInputs step, Scratch scratch) {
        return forward(step, scratch, (name, tensor) -> {});
    }

    @Override
    public List<String> adapters() {
        return adapters;
    }

    @Override
    public Tensor forward(StepInputs step, Scratch scratch, BiConsumer<String, Tensor> observer) {
        requirePositions(step.spans());
        Ops ops = scratch.device().ops();
        int rows = step.tokens().length;
        int query = config.heads() * config.headSide();
        int key = config.kvHeads() * config.headSide();
        Tensor x = embed(ops, step, scratch);
        observer.accept("hidden.0", x);

        DecoderBlock.Places places = new DecoderBlock.Places(
                scratch.take(rows, config.hidden()),
                scratch.take(rows, Math.max(query + 2 * key, 2 * config.intermediate())),
                scratch.take(rows, Math.max(query, config.intermediate())),
                scratch.floats(rows, config.headSide(), angles.of(step.spans(), step.promptTokens())),
                step.cache(),
                step.spans(),
                lowRank(step, scratch));
        for (int layer = 0; layer < blocks.size(); layer++) {
            blocks.get(layer).forward(ops, x, places);
            observer.accept("hidden." + (layer + 1), x);
        }
        return logits(ops, x, step.logitRows(), scratch, observer);
    }

    private List<LowRankRows> lowRank(StepInputs step, Scratch scratch) {
        List<LowRankRows> rows = new ArrayList<>();
        if (imageAdditions && !step.images().isEmpty()) {
            rows.add(LowRankRows.of(LowRank.IMAGE, step.images().rows(), rank, config, scratch));
        }
        for (StepInputs.AdapterRows adapter : step.adapters()) {
            if (!adapters.contains(adapter.adapter())) {
                throw new UnknownAdapterException(adapter.adapter(), adapters);
            }
            if (adapter.rows().length > 0) {
                rows.add(LowRankRows.of(adapter.adapter(), adapter.rows(), rank, config, scratch));
            }
        }
        return rows;
    }

    private void requirePositions(StepSpans spans) {
        for (StepSpans.Span span : spans.spans()) {
            if (span.context() > config.maxPositions()) {
                throw new IllegalArgumentException("a sequence of " + span.context()
                        + " tokens is longer than the model can read; it reads " + config.maxPositions());
            }
        }
    }

    /** x = rows of the embedding table, overwritten by the vectors of the images. */
    private Tensor embed(Ops ops, StepInputs step, Scratch scratch) {
        StepInputs.ImageVectors images = step.images();
        int[] ids = step.tokens().clone();
        for (int row : images.rows()) {
            ids[row] = 0;
        }
        for (int id : ids) {
            if (id < 0 || id >= config.vocabulary()) {
                throw new IllegalArgumentException(
                        "token " + id + " is none of the vocabulary of " + config.vocabulary() + " tokens");
            }
        }
        Tensor x = scratch.take(ids.length, config.hidden());
        ops.gatherRows(x, embedding, scratch.ints(ids));
        if (!images.isEmpty()) {
            Tensor vectors = scratch.take(images.rows().length, config.hidden());
            ops.gatherRows(vectors, images.table(), scratch.ints(images.from()));
            ops.scatterRows(x, vectors, scratch.ints(images.rows()));
        }
        return x;
    }

    private Tensor logits(Ops ops, Tensor x, int[] logitRows, Scratch scratch, BiConsumer<String, Tensor> observer) {
        if (logitRows.length == 0) {
            return scratch.take(1, config.vocabulary()).rowRange(0, 0);
        }
        Tensor last = scratch.take(logitRows.length, config.hidden());
        ops.gatherRows(last, x, scratch.ints(logitRows));
        ops.rmsNorm(last, last, norm, config.normEps());
        observer.accept("normed", last);
        Tensor logits = scratch.take(logitRows.length, config.vocabulary());
        ops.linear(logits, last, head);
        return logits;
    }
}
