package io.pagestream.models;

/** What the weights of decoders are called, a table for each way; {@link ModelFamily} says who uses which. */
final class DecoderNames {

    /** As transformers names them, with query, key and value apart, and gate and up. */
    static final String SEPARATE = """
            language.embedding                language_model.model.embed_tokens.weight
            language.layer.attention_norm     language_model.model.layers.{n}.input_layernorm.weight
            language.layer.qkv.weight         language_model.model.layers.{n}.self_attn.q_proj.weight \
            + language_model.model.layers.{n}.self_attn.k_proj.weight \
            + language_model.model.layers.{n}.self_attn.v_proj.weight
            language.layer.qkv.bias?          language_model.model.layers.{n}.self_attn.q_proj.bias \
            + language_model.model.layers.{n}.self_attn.k_proj.bias \
            + language_model.model.layers.{n}.self_attn.v_proj.bias
            language.layer.output.weight      language_model.model.layers.{n}.self_attn.o_proj.weight
            language.layer.output.bias?       language_model.model.layers.{n}.self_attn.o_proj.bias
            language.layer.feed_forward_norm  language_model.model.layers.{n}.post_attention_layernorm.weight
            language.layer.gate_and_up.weight language_model.model.layers.{n}.mlp.gate_proj.weight \
            + language_model.model.layers.{n}.mlp.up_proj.weight
            language.layer.down.weight        language_model.model.layers.{n}.mlp.down_proj.weight
            language.norm                     language_model.model.norm.weight
            language.head                     language_model.lm_head.weight
            """;

    /** As transformers names them, with query, key and value together, and gate and up. */
    static final String PACKED = """
            language.embedding                language_model.model.embed_tokens.weight
            language.layer.attention_norm     language_model.model.layers.{n}.input_layernorm.weight
            language.layer.qkv.weight         language_model.model.layers.{n}.self_attn.qkv_proj.weight
            language.layer.output.weight      language_model.model.layers.{n}.self_attn.o_proj.weight
            language.layer.feed_forward_norm  language_model.model.layers.{n}.post_attention_layernorm.weight
            language.layer.gate_and_up.weight language_model.model.layers.{n}.mlp.gate_up_proj.weight
            language.layer.down.weight        language_model.model.layers.{n}.mlp.down_proj.weight
            language.norm                     language_model.model.norm.weight
            language.head                     language_model.lm_head.weight
            """;

    /** w1 is the gate, w3 is up, w2 is down. */
    static final String INTERNLM2 = """
            language.embedding                language_model.model.tok_embeddings.weight
            language.layer.attention_norm     language_model.model.layers.{n}.attention_norm.weight
            language.layer.qkv.weight         language_model.model.layers.{n}.attention.wqkv.weight
            language.layer.qkv.bias?          language_model.model.layers.{n}.attention.wqkv.bias
            language.layer.output.weight      language_model.model.layers.{n}.attention.wo.weight
            language.layer.output.bias?       language_model.model.layers.{n}.attention.wo.bias
            language.layer.feed_forward_norm  language_model.model.layers.{n}.ffn_norm.weight
            language.layer.gate_and_up.weight language_model.model.layers.{n}.feed_forward.w1.weight \
            + language_model.model.layers.{n}.feed_forward.w3.weight
            language.layer.down.weight        language_model.model.layers.{n}.feed_forward.w2.weight
            language.norm                     language_model.model.norm.weight
            language.head                     language_model.output.weight
            """;

    /** InternLM2 without a prefix, with low-rank additions for image rows, and in some folders for tasks. */
    static final String XCOMPOSER2 = INTERNLM2.replace("language_model.", "")
            + lowRank("qkv", "attention.wqkv")
            + lowRank("output", "attention.wo")
            + lowRank("gate", "feed_forward.w1")
            + lowRank("up", "feed_forward.w3")
            + lowRank("down", "feed_forward.w2");

    private DecoderNames() {}

    private static String lowRank(String name, String file) {
        return pair(name, "image.1", "", file, "Plora")
                + pair(name, "write.1", "?write", file, "lora_sft")
                + pair(name, "write.2", "?write", file, "lora_dpo")
                + pair(name, "web.1", "?web", file, "lora_web");
    }

    private static String pair(String name, String addition, String optional, String file, String lora) {
        String code = "language.layer." + name + "." + addition;
        String stored = "model.layers.{n}." + file + "." + lora;
        return code + ".narrow" + optional + " " + stored + "_A.weight\n" + code + ".widen" + optional + " " + stored
                + "_B.weight\n";
    }
}
