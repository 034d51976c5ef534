package io.pagestream.models.config;

import java.util.List;

/**
 * Everything about a model that is not weights; immutable, any thread.
 *
 * @param name the folder's name
 * @param layout {@code original} or {@code hf}
 * @param vision the encoder
 * @param language the decoder
 * @param template the prompt template, for example {@code internvl2_5}
 * @param stopTokens ids that end an answer
 */
public record ModelConfig(
        String name,
        String layout,
        VisionConfig vision,
        LanguageConfig language,
        String template,
        List<Integer> stopTokens) {

    public ModelConfig {
        stopTokens = List.copyOf(stopTokens);
    }
}
