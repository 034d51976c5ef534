package io.pagestream.models.tokenize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tokenizer files of a model folder, of limited size. */
record TokenizerFolder(Path path) {

    private static final long MOST_BYTES = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    boolean has(String name) {
        return Files.isRegularFile(path.resolve(name));
    }

    /** {@code tokenizer_config.json}, or a missing node where there is none. */
    JsonNode config() {
        return jsonIfThere("tokenizer_config.json");
    }

    JsonNode jsonIfThere(String name) {
        return has(name) ? json(name) : MissingNode.getInstance();
    }

    JsonNode json(String name) {
        return parse(bytes(name), name);
    }

    JsonNode parse(byte[] content, String name) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    path.resolve(name) + " is not JSON: " + e.getOriginalMessage() + "; fetch the file again", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(path.resolve(name) + " cannot be read: " + e.getMessage(), e);
        }
    }

    byte[] bytes(String name) {
        Path file = path.resolve(name);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(file + " has " + Files.size(file) + " bytes, more than " + MOST_BYTES
                        + "; it is not the tokenizer of a model");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
