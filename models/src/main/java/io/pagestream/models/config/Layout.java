package io.pagestream.models.config;

import java.util.List;

/** The ways in which models are published. */
public enum Layout {
    /** InternVL, {@code model_type: internvl_chat}, with a config of its own for each half. */
    ORIGINAL("original", List.of("internvl_chat"), List.of("llm_config", "text_config")),
    /** InternVL, {@code model_type: internvl}, as transformers has it. */
    HF("hf", List.of("internvl"), List.of("text_config", "llm_config")),
    /** InternLM-XComposer: the decoder's values at the top, the encoder's in the code. */
    XCOMPOSER("xcomposer", List.of("internlmxcomposer2", "internlm2"), List.of());

    private final String title;
    private final List<String> modelTypes;
    private final List<String> languages;

    Layout(String title, List<String> modelTypes, List<String> languages) {
        this.title = title;
        this.modelTypes = modelTypes;
        this.languages = languages;
    }

    /** As in {@link ModelConfig#layout}. */
    public String title() {
        return title;
    }

    /** The first one is the name that the others stand for. */
    List<String> modelTypes() {
        return modelTypes;
    }

    /** The objects with the decoder's values, the usual one first: merged checkpoints have both. None: at the top. */
    List<String> languages() {
        return languages;
    }
}
