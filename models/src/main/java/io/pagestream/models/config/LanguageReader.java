package io.pagestream.models.config;

import java.util.List;

/** Reads the decoder's part of {@code config.json}. */
final class LanguageReader {

    private static final List<String> GROUPED = List.of("internlm2", "internlmxcomposer2");

    private final Fields top;
    private final Fields fields;
    private final Layout layout;
    private final StoredFacts facts;

    private LanguageReader(Fields top, Fields fields, Layout layout, StoredFacts facts) {
        this.top = top;
        this.fields = fields;
        this.layout = layout;
        this.facts = facts;
    }

    /**
     * @param top of the file
     * @param fields the object with the decoder's values
     */
    static LanguageConfig read(Fields top, Fields fields, Layout layout, StoredFacts facts) {
        return new LanguageReader(top, fields, layout, facts).read();
    }

    private LanguageConfig read() {
        requireReadableQuantisation(top);
        requireReadableQuantisation(fields);
        int hidden = fields.count("hidden_size");
        int heads = fields.count("num_attention_heads");
        int kvHeads = fields.count("num_key_value_heads", heads);
        int headSide = fields.count("head_dim", hidden / heads);
        int positions = fields.count("max_position_embeddings");
        if (headSide % 2 != 0 || heads % kvHeads != 0) {
            throw fields.refused(
                    "num_attention_heads",
                    heads + " (hidden_size " + hidden + ", num_key_value_heads " + kvHeads + ")",
                    "a multiple of the key-value heads with heads of an even size");
        }
        refuseWhatIsNotComputed(positions);
        Rotary rotary = new RotaryReader(fields, headSide, positions).read();
        String family = layout == Layout.XCOMPOSER ? layout.modelTypes().get(0) : fields.text("model_type");
        return new LanguageConfig(
                family,
                fields.layers("num_hidden_layers"),
                hidden,
                heads,
                kvHeads,
                headSide,
                fields.count("intermediate_size"),
                fields.count("vocab_size"),
                (float) fields.number("rms_norm_eps"),
                rotary,
                LanguageConfig.longest(positions, rotary),
                GROUPED.contains(family),
                tiedHead());
    }

    private void refuseWhatIsNotComputed(int positions) {
        fields.mustBe("hidden_act", "silu");
        fields.mustBe("use_sliding_window", false);
        fields.mustBe("mlp_bias", false);
        fields.eachMustBe("layer_types", "full_attention");
        if (fields.number("partial_rotary_factor", 1) != 1) {
            throw fields.refused("partial_rotary_factor", fields.number("partial_rotary_factor"), "1");
        }
        if (!fields.has("use_sliding_window") && fields.count("sliding_window", positions) < positions) {
            throw fields.refused(
                    "sliding_window",
                    fields.count("sliding_window"),
                    "nothing, or at least max_position_embeddings " + positions);
        }
    }

    /** How matrices are packed is seen from the weights; here is refused what would be read wrongly. */
    private static void requireReadableQuantisation(Fields fields) {
        if (fields.has("quantization_config")) {
            Fields quantisation = fields.object("quantization_config");
            quantisation.mustBe("quant_method", "awq");
            quantisation.mustBe("version", "gemm");
            quantisation.mustBe("bits", 4);
            quantisation.mustBe("zero_point", true);
        }
    }

    /** The class default of the hf layout is true, yet its checkpoints hold a head: what is stored decides. */
    private boolean tiedHead() {
        return !facts.head()
                && (fields.flag("tie_word_embeddings", layout == Layout.HF)
                        || top.flag("tie_word_embeddings", layout == Layout.HF));
    }
}
