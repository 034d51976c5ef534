package io.pagestream.models.tokenize;

import java.nio.file.Path;

/** Makes tokenizers from the files of a model folder. */
public final class Tokenizers {

    private Tokenizers() {}

    /**
     * Reads {@code tokenizer.json}, or {@code vocab.json}, {@code merges.txt} and {@code tokenizer_config.json}.
     *
     * @throws IllegalArgumentException when the tokenizer is missing or of a kind that is not read: says which
     */
    public static Tokenizer read(Path folder) {
        return new ByteLevelTokenizer(new TokenizerFiles(folder).definition());
    }
}
