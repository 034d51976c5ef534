package io.pagestream.models.language;

import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.weights.GroupedRows;
import io.pagestream.models.weights.ScaledTensor;
import io.pagestream.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One layer of the decoder: attention over the sequence so far, then the gated feed-forward part, each behind a norm. */
final class DecoderBlock {

    private static final UnaryOperator<StoredTensor> AS_STORED = UnaryOperator.identity();

    private final LanguageConfig config;
    private final int layer;
    private final Tensor attentionNorm;
    private final Projection qkv;
    private final Projection output;
    private final Tensor feedForwardNorm;
    private final Projection gateAndUp;
    private final Projection down;

    DecoderBlock(LanguageConfig config, int layer, Weights weights) {
        int hidden = config.hidden();
        int query = config.heads() * config.headSide();
        int key = config.kvHeads() * config.headSide();
        int inner = config.intermediate();
        this.config = config;
        this.layer = layer;
        this.attentionNorm = weights.vector("language.layer.attention_norm", hidden);
        this.qkv = new Projection(
                weights,
                "language.layer.qkv",
                this::ungrouped,
                qkvAdditions(weights, query + 2 * key),
                hidden,
                query,
                key,
                key);
        this.output = projection(weights, "language.layer.output", query, hidden);
        this.feedForwardNorm = weights.vector("language.layer.feed_forward_norm", hidden);
        this.gateAndUp = new Projection(
                weights, "language.layer.gate_and_up", AS_STORED, gateAndUpAdditions(weights), hidden, inner, inner);
        this.down = projection(weights, "language.layer.down", inner, hidden);
    }

    private static Projection projection(Weights weights, String name, int in, int out) {
        return new Projection(weights, name, AS_STORED, LowRank.of(weights, name, in, 0, out), in, out);
    }

    private List<LowRank> qkvAdditions(Weights weights, int width) {
        float scale = LowRank.scaleOfImagesInQkv(weights);
        return LowRank.of(
                weights,
                "language.layer.qkv",
                addition -> stored -> ScaledTensor.of(ungrouped(stored), addition.equals(LowRank.IMAGE) ? scale : 1),
                config.hidden(),
                0,
                width);
    }

    private List<LowRank> gateAndUpAdditions(Weights weights) {
        int inner = config.intermediate();
        List<LowRank> additions = new ArrayList<>();
        additions.addAll(LowRank.of(weights, "language.layer.gate", config.hidden(), 0, inner));
        additions.addAll(LowRank.of(weights, "language.layer.up", config.hidden(), inner, inner));
        return additions;
    }

    private StoredTensor ungrouped(StoredTensor stored) {
        return config.groupedQkv()
                ? new GroupedRows(stored, config.kvHeads(), config.heads() / config.kvHeads(), config.headSide())
                : stored;
    }

    /** The largest rank of a low-rank addition, or 0. */
    int rank() {
        return Math.max(Math.max(qkv.rank(), output.rank()), Math.max(gateAndUp.rank(), down.rank()));
    }

    /**
     * What the layers of one step share.
     *
     * @param normed [rows, hidden]
     * @param wide as wide as query, key and value together, and as gate and up
     * @param narrow as wide as the query, and as the gate
     * @param cosSin [rows, headSide]
     * @param lowRank rows that get low-rank additions, none of them twice from the same one
     */
    record Places(
            Tensor normed,
            Tensor wide,
            Tensor narrow,
            Tensor cosSin,
            PagedKeysAndValues cache,
            StepSpans spans,
            List<LowRankRows> lowRank) {}

    /** @param x [rows, hidden], changed in place */
    void forward(Ops ops, Tensor x, Places places) {
        int queryWidth = config.heads() * config.headSide();
        int keyWidth = config.kvHeads() * config.headSide();
        int inner = config.intermediate();

        ops.rmsNorm(places.normed(), x, attentionNorm, config.normEps());
        Tensor packed = places.wide().columnRange(0, queryWidth + 2 * keyWidth);
        qkv.compute(ops, packed, places.normed(), places.lowRank());
        Tensor query = packed.columnRange(0, queryWidth);
        Tensor key = packed.columnRange(queryWidth, keyWidth);
        Tensor value = packed.columnRange(queryWidth + keyWidth, keyWidth);
        ops.rotate(query, config.heads(), places.cosSin());
        ops.rotate(key, config.kvHeads(), places.cosSin());
        Tensor attended = places.narrow().columnRange(0, queryWidth);
        ops.attend(attended, query, key, value, places.cache(), layer, places.spans());
        output.add(ops, x, attended, places.lowRank());

        ops.rmsNorm(places.normed(), x, feedForwardNorm, config.normEps());
        Tensor gated = places.wide().columnRange(0, 2 * inner);
        gateAndUp.compute(ops, gated, places.normed(), places.lowRank());
        Tensor activated = places.narrow().columnRange(0, inner);
        ops.siluTimes(activated, gated.columnRange(0, inner), gated.columnRange(inner, inner));
        down.add(ops, x, activated, places.lowRank());
    }
}
