package io.pagestream.models.task;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user wants otherwise.
 *
 * @param prompt instead of the family's own; <code>{}</code> in it is where the words of the task go
 * @param maxTiles of each image
 * @param maxNewTokens of the answer
 */
public record TaskOptions(Optional<String> prompt, OptionalInt maxTiles, OptionalInt maxNewTokens) {

    public static final TaskOptions NONE = new TaskOptions(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

    public TaskOptions withPrompt(String text) {
        return new TaskOptions(Optional.of(text), maxTiles, maxNewTokens);
    }

    public TaskOptions withMaxTiles(int tiles) {
        return new TaskOptions(prompt, OptionalInt.of(tiles), maxNewTokens);
    }

    public TaskOptions withMaxNewTokens(int tokens) {
        return new TaskOptions(prompt, maxTiles, OptionalInt.of(tokens));
    }
}
