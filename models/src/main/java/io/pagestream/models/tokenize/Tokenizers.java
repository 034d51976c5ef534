package io.pagestream.models.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/** Makes tokenizers from the files of a model folder. */
public final class Tokenizers {

    private Tokenizers() {}

    /**
     * Reads the tokenizer of a folder as the code of the models does, which asks for the slow classes of the reference:
     *
     * <ul>
     *   <li>{@code tokenizer_class} InternLM2Tokenizer, InternLMXComposer2Tokenizer or LlamaTokenizer (also with
     *       {@code Fast} at the end): {@code tokenizer.model}, even where a {@code tokenizer.json} lies beside it, because
     *       the two do not agree on every text;
     *   <li>any other class: {@code tokenizer.json} where there is one. Llama 3 (PreTrainedTokenizerFast) has nothing
     *       else, and for Qwen2Tokenizer the two agree;
     *   <li>Qwen2Tokenizer without it: {@code vocab.json} and {@code merges.txt}.
     * </ul>
     *
     * @throws IllegalArgumentException when the tokenizer is missing or of a kind that is not read: says which
     */
    public static Tokenizer read(Path path) {
        TokenizerFolder folder = new TokenizerFolder(path);
        JsonNode config = folder.config();
        if (folder.has("tokenizer.model")
                && SlowRules.apply(config.path("tokenizer_class").asText())) {
            return new SentencePieceTokenizer(folder);
        }
        return new ByteLevelTokenizer(
                new TokenizerFiles(folder).definition(),
                config.path("clean_up_tokenization_spaces").asBoolean(false));
    }
}
