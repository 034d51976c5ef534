package io.pagestream.models.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What {@code config.json} says of prompts besides the template's name.
 *
 * @param systemMessage of the model's own, which replaces the template's
 * @param publishedAs the name under which it was saved, or empty
 * @param mostTokens of a prompt, images included: XComposer's {@code max_length}, where its reference cuts; else no limit
 *     besides the decoder's
 */
public record PromptConfig(Optional<String> systemMessage, String publishedAs, int mostTokens) {

    private static final int MOST_LETTERS = 20_000;

    /**
     * @param config content of {@code config.json}
     * @param where the file, for messages
     * @throws IllegalArgumentException when a field is no text or no number
     */
    public static PromptConfig read(JsonNode config, String where) {
        Fields top = new Fields(config, where, "");
        Optional<String> message =
                top.has("system_message") ? Optional.of(top.text("system_message")) : Optional.empty();
        if (message.isPresent() && message.get().length() > MOST_LETTERS) {
            throw top.refused(
                    "system_message", message.get().length() + " letters", "at most " + MOST_LETTERS + " letters");
        }
        boolean xcomposer = StreamSupport.stream(config.path("architectures").spliterator(), false)
                .anyMatch(name -> name.asText().contains("XComposer"));
        return new PromptConfig(
                message,
                config.path("_name_or_path").asText(),
                xcomposer ? top.count("max_length", Integer.MAX_VALUE) : Integer.MAX_VALUE);
    }
}
