/**
 * What is known of a model without its weights: sizes, rules, template, stop tokens. Reads {@code config.json}; may not
 * know files of weights, tokenizers or devices. Everything is immutable; any thread.
 * Start with {@link io.pagestream.models.config.ModelConfig}, then {@link io.pagestream.models.config.ConfigReader}.
 */
package io.pagestream.models.config;
