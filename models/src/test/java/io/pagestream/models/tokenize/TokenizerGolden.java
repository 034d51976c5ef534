package io.pagestream.models.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.golden.GoldenFixture;
import java.nio.file.Path;
import java.util.Arrays;

/** The folders of {@code common/tokenizers}: real files of one kind each, and what the reference did with them. */
enum TokenizerGolden {
    QWEN2("qwen2"),
    QWEN2_HF("qwen2-hf"),
    LLAMA3("llama3"),
    INTERNLM2("internlm2"),
    XCOMPOSER("internlm2-ixc"),
    PHI3("phi3");

    private final String folder;

    TokenizerGolden(String folder) {
        this.folder = folder;
    }

    Path folder() {
        return GoldenFixture.root().resolve("common/tokenizers").resolve(folder);
    }

    Tokenizer tokenizer() {
        return Tokenizers.read(folder());
    }

    JsonNode json() {
        return GoldenFixture.json(folder().resolve("golden.json"));
    }

    /** Prompts and answers of the fixtures whose tokenizer is of this kind. */
    JsonNode fixtures() {
        return GoldenFixture.json(GoldenFixture.root().resolve("common/tokenizers/fixtures.json"))
                .path(folder);
    }

    static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        Arrays.setAll(values, i -> array.get(i).asInt());
        return values;
    }
}
