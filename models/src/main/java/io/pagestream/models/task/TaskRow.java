package io.pagestream.models.task;

import java.util.Optional;

/**
 * What one family is asked for one task.
 *
 * @param prompt <code>{}</code> is where the words go
 * @param systemMessage name of a published system message, or null for the template's own
 * @param inline whether the image stands in the user's turn even where the family would put it before everything
 */
record TaskRow(
        String prompt,
        int maxTiles,
        int maxNewTokens,
        Sampling sampling,
        String systemMessage,
        String adapterName,
        boolean inline) {

    TaskRow(String prompt, int maxTiles, int maxNewTokens, Sampling sampling, String systemMessage) {
        this(prompt, maxTiles, maxNewTokens, sampling, systemMessage, null, false);
    }

    Optional<String> system() {
        return Optional.ofNullable(systemMessage);
    }

    Optional<String> adapter() {
        return Optional.ofNullable(adapterName);
    }
}
