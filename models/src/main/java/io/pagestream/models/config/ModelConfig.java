package io.pagestream.models.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * Everything about a model that is not weights; immutable, any thread.
 *
 * @param name the folder's name
 * @param layout {@code original} or {@code hf}
 * @param vision the encoder
 * @param language the decoder
 * @param template the prompt template, for example {@code internvl2_5}
 * @param stopTokens ids that end an answer
 * @param maxNewTokens of the text of a page, where {@code generation_config.json} says it: a model whose tokens are single
 *     characters needs more of them than its family
 */
public record ModelConfig(
        String name,
        String layout,
        VisionConfig vision,
        LanguageConfig language,
        String template,
        List<Integer> stopTokens,
        OptionalInt maxNewTokens) {

    public ModelConfig {
        stopTokens = List.copyOf(stopTokens);
    }
}
