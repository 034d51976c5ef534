package io.pagestream.models.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The definition of a tokenizer in the form of {@code tokenizer.json}: read from that file, or written from the older
 * {@code vocab.json}, {@code merges.txt} and {@code tokenizer_config.json}.
 */
final class TokenizerFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the class {@code Qwen2Tokenizer} of the reference has in its code and not in its files. */
    private static final String QWEN2 = """
            {
              "version": "1.0",
              "truncation": null,
              "padding": null,
              "added_tokens": [],
              "normalizer": {"type": "NFC"},
              "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
                {"type": "Split", "behavior": "Isolated", "invert": false, "pattern": {"Regex":
                  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|\\\\p{N}| ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r\\\\n]*|\\\\s*[\\\\r\\\\n]+|\\\\s+(?!\\\\S)|\\\\s+"}},
                {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false}]},
              "post_processor": null,
              "decoder": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false},
              "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
                "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false}
            }
            """;

    private final TokenizerFolder files;
    private final Path folder;

    TokenizerFiles(TokenizerFolder files) {
        this.files = files;
        this.folder = files.path();
    }

    /** @throws IllegalArgumentException when there is no tokenizer, or none of a kind that is read: says which */
    JsonNode definition() {
        JsonNode definition = files.has("tokenizer.json") ? files.json("tokenizer.json") : fromVocabularyAndMerges();
        String model = definition.path("model").path("type").asText();
        String decoder = definition.path("decoder").path("type").asText();
        if (!model.equals("BPE") || !decoder.equals("ByteLevel")) {
            throw new IllegalArgumentException(
                    "the tokenizer in " + folder + " is of kind " + model + " with decoder " + decoder
                            + "; only byte-level BPE (Qwen2, Llama 3) is read from tokenizer.json: take a model with such a tokenizer");
        }
        return definition;
    }

    private JsonNode fromVocabularyAndMerges() {
        for (String name : new String[] {"vocab.json", "merges.txt", "tokenizer_config.json"}) {
            if (!files.has(name)) {
                throw new IllegalArgumentException(
                        "the folder " + folder + " has no tokenizer: neither tokenizer.json nor " + name
                                + " is there; fetch the tokenizer files of the model");
            }
        }
        JsonNode config = files.json("tokenizer_config.json");
        String kind = config.path("tokenizer_class").asText();
        if (!kind.equals("Qwen2Tokenizer") && !kind.equals("Qwen2TokenizerFast")) {
            throw new IllegalArgumentException(
                    folder.resolve("tokenizer_config.json") + " says tokenizer_class = " + kind
                            + ", but without tokenizer.json only Qwen2Tokenizer is read; add the model's tokenizer.json");
        }
        ObjectNode definition = (ObjectNode) files.parse(QWEN2.getBytes(StandardCharsets.UTF_8), "QWEN2");
        ObjectNode model = (ObjectNode) definition.path("model");
        model.set("vocab", files.json("vocab.json"));
        model.set("merges", merges());
        ArrayNode added = (ArrayNode) definition.path("added_tokens");
        config.path("added_tokens_decoder").properties().forEach(entry -> {
            if (!entry.getKey().matches("[0-9]{1,9}") || !entry.getValue().isObject()) {
                throw new IllegalArgumentException(folder.resolve("tokenizer_config.json")
                        + " has an entry '" + entry.getKey() + "' in added_tokens_decoder, which is no id with a token;"
                        + " fetch the file again");
            }
            ObjectNode token = entry.getValue().deepCopy();
            added.add(token.put("id", Integer.parseInt(entry.getKey())));
        });
        return definition;
    }

    private ArrayNode merges() {
        ArrayNode merges = JSON.createArrayNode();
        String text = new String(files.bytes("merges.txt"), StandardCharsets.UTF_8);
        for (String line : text.split("\n")) {
            String merge = line.stripTrailing();
            if (merge.isEmpty() || merge.startsWith("#version")) {
                continue;
            }
            int space = merge.indexOf(' ');
            if (space < 1 || space == merge.length() - 1) {
                throw new IllegalArgumentException(folder.resolve("merges.txt") + " has the line '" + merge
                        + "', which is not two pieces with a space between; fetch the file again");
            }
            merges.add(JSON.createArrayNode().add(merge.substring(0, space)).add(merge.substring(space + 1)));
        }
        return merges;
    }
}
