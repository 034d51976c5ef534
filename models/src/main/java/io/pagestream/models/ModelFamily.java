package io.pagestream.models;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The families of decoders: for each, what its weights are called. Everything else that differs is in {@code
 * config.json}. A new family is a row here.
 */
enum ModelFamily {
    /** Qwen2 and Qwen2.5: separate query, key and value with biases, half rotary, gated feed-forward part. */
    QWEN2("qwen2", """
            language.embedding                language_model.model.embed_tokens.weight
            language.layer.attention_norm     language_model.model.layers.{n}.input_layernorm.weight
            language.layer.qkv.weight         language_model.model.layers.{n}.self_attn.q_proj.weight \
            + language_model.model.layers.{n}.self_attn.k_proj.weight \
            + language_model.model.layers.{n}.self_attn.v_proj.weight
            language.layer.qkv.bias           language_model.model.layers.{n}.self_attn.q_proj.bias \
            + language_model.model.layers.{n}.self_attn.k_proj.bias \
            + language_model.model.layers.{n}.self_attn.v_proj.bias
            language.layer.output             language_model.model.layers.{n}.self_attn.o_proj.weight
            language.layer.feed_forward_norm  language_model.model.layers.{n}.post_attention_layernorm.weight
            language.layer.gate_and_up        language_model.model.layers.{n}.mlp.gate_proj.weight \
            + language_model.model.layers.{n}.mlp.up_proj.weight
            language.layer.down               language_model.model.layers.{n}.mlp.down_proj.weight
            language.norm                     language_model.model.norm.weight
            language.head                     language_model.lm_head.weight
            """);

    private final String modelType;
    private final String names;

    ModelFamily(String modelType, String names) {
        this.modelType = modelType;
        this.names = names;
    }

    /** @param modelType as {@code config.json} calls it */
    static ModelFamily of(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelType.equals(modelType))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("config.json says that the decoder's model_type is "
                        + modelType + ", but this version reads "
                        + Arrays.stream(values())
                                .map(family -> family.modelType)
                                .collect(Collectors.joining(", "))
                        + "; take a model with such a decoder"));
    }

    String names() {
        return names;
    }
}
