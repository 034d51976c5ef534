package io.pagestream.models.config;

/** The two ways in which the same models are published. */
public enum Layout {
    /** {@code model_type: internvl_chat}, with a config of its own for each half. */
    ORIGINAL("original", "internvl_chat", "llm_config", "text_config"),
    /** {@code model_type: internvl}, as transformers has it. */
    HF("hf", "internvl", "text_config", "llm_config");

    private final String title;
    private final String modelType;
    private final String language;
    private final String otherLanguage;

    Layout(String title, String modelType, String language, String otherLanguage) {
        this.title = title;
        this.modelType = modelType;
        this.language = language;
        this.otherLanguage = otherLanguage;
    }

    /** As in {@link ModelConfig#layout}. */
    public String title() {
        return title;
    }

    String modelType() {
        return modelType;
    }

    /** The field with the decoder's values. */
    String language() {
        return language;
    }

    /** The field in which merged checkpoints may have them too. */
    String otherLanguage() {
        return otherLanguage;
    }
}
