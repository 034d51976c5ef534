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
        String kind = config.path("tokenizer_class").asText();
        boolean model = folder.has("tokenizer.model");
        if (model && SlowRules.apply(kind)) {
            return new SentencePieceTokenizer(folder);
        }
        boolean others = folder.has("tokenizer.json") || folder.has("vocab.json");
        if (!others && (model || SlowRules.apply(kind))) {
            throw new IllegalArgumentException("the folder " + path + " has tokenizer_class = '" + kind + "' and "
                    + (model ? "only a tokenizer.model" : "no tokenizer.model") + ", but a tokenizer.model is read for "
                    + SlowRules.CLASSES + " and those need it; fetch the tokenizer files of the model");
        }
        return new ByteLevelTokenizer(
                new TokenizerFiles(folder).definition(),
                config.path("clean_up_tokenization_spaces").asBoolean(false));
    }
}
