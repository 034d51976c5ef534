package io.pagestream.models.prompt;

import java.util.List;
import java.util.Optional;

/**
 * One row of {@code templates.json}. In {@code system}, {@code user} and {@code assistant}, <code>{}</code> is where the
 * words go.
 *
 * @param defaultSystem the name of a system message, or null for none
 * @param emptyAnswerIsOpen whether an empty answer is written like the beginning of one: conversation.py does
 * @param answer what stands before the answer
 * @param stop the token after which an answer has ended
 * @param alsoStops tokens that end it too, where the tokenizer knows them
 * @param image how an image is written, or null where no token stands for its vectors
 * @param afterLeadingImage between an image that leads a turn and the words
 * @param bosBeforeEveryText whether each text between images begins with BOS; else the first only
 * @param singleLeadingImageFirst whether the only image of a dialogue, when it leads its turn, goes before everything
 */
record TemplateRow(
        String name,
        String defaultSystem,
        boolean emptyAnswerIsOpen,
        String system,
        String user,
        String assistant,
        String answer,
        String stop,
        List<String> alsoStops,
        ImageMarks image,
        String afterLeadingImage,
        boolean bosBeforeEveryText,
        boolean singleLeadingImageFirst) {

    /** @param token stands for one vector */
    record ImageMarks(String open, String token, String close) {}

    Optional<ImageMarks> marks() {
        return Optional.ofNullable(image);
    }

    String turn(Turn.Role role) {
        return switch (role) {
            case SYSTEM -> system;
            case USER -> user;
            case ASSISTANT -> assistant;
        };
    }
}
