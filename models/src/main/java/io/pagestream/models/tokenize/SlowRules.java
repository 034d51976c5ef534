package io.pagestream.models.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Where the slow tokenizer classes of the reference differ from each other: transformers' {@code LlamaTokenizer}, and
 * {@code InternLM2Tokenizer} from the repositories of the models, of which {@code InternLMXComposer2Tokenizer} is a copy.
 *
 * @param llama the first of the two
 * @param legacy of Llama: each stretch between added tokens is encoded as a text of its own, with a space before it
 *     where the model says so; else one space comes before the whole text
 * @param prefixSpace of Llama: whether the space comes at all
 * @param bos whether texts begin with BOS
 */
record SlowRules(boolean llama, boolean legacy, boolean prefixSpace, boolean bos) {

    private static final String LLAMA = "LlamaTokenizer";

    /** The slow classes that are read. */
    static final List<String> CLASSES = List.of("InternLM2Tokenizer", "InternLMXComposer2Tokenizer", LLAMA);

    /** Whether the class, or its fast twin, has a slow one that is read here. */
    static boolean apply(String tokenizerClass) {
        return CLASSES.contains(slow(tokenizerClass));
    }

    private static String slow(String tokenizerClass) {
        return tokenizerClass.endsWith("Fast")
                ? tokenizerClass.substring(0, tokenizerClass.length() - 4)
                : tokenizerClass;
    }

    /** Reads {@code tokenizer_config.json}; what it leaves out is as in the classes. */
    static SlowRules of(TokenizerFolder folder) {
        JsonNode config = folder.config();
        if (config.path("add_eos_token").asBoolean(false)) {
            throw new IllegalArgumentException(folder.path().resolve("tokenizer_config.json")
                    + " says add_eos_token = true, but a prompt may not end"
                    + " with the token that ends answers; set it to false");
        }
        boolean llama = slow(config.path("tokenizer_class").asText()).equals(LLAMA);
        return new SlowRules(
                llama,
                config.path("legacy").asBoolean(true),
                config.path("add_prefix_space").asBoolean(true),
                config.path("add_bos_token").asBoolean(true));
    }

    /** Whether the whole text gets one space, instead of what the model says. */
    boolean oneSpace() {
        return llama && !legacy;
    }
}
