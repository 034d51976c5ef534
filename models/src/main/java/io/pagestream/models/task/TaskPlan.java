package io.pagestream.models.task;

import io.pagestream.models.prompt.Turn;
import java.util.List;
import java.util.Optional;

/**
 * What to ask, and how.
 *
 * @param turns the dialogue; where the answer must begin with given words, they are the last turn
 * @param maxTiles of each image: tiles of the aspect-ratio match, or {@code hd_num}
 * @param maxNewTokens of the answer
 * @param sampling how the answer is chosen
 * @param adapter the low-rank addition that the task wants, as the family calls it ({@code web}, {@code write})
 */
public record TaskPlan(List<Turn> turns, int maxTiles, int maxNewTokens, Sampling sampling, Optional<String> adapter) {

    public TaskPlan {
        turns = List.copyOf(turns);
        if (maxTiles < 1 || maxNewTokens < 1) {
            throw new IllegalArgumentException("a plan has at least one tile and one token, got maxTiles " + maxTiles
                    + " and maxNewTokens " + maxNewTokens);
        }
    }

    /** The words with which the answer must begin, and which the model does not repeat; or nothing. */
    public String answerPrefix() {
        Turn last = turns.get(turns.size() - 1);
        StringBuilder words = new StringBuilder();
        if (last.role() == Turn.Role.ASSISTANT) {
            last.parts().forEach(part -> words.append(part instanceof Turn.Text text ? text.text() : ""));
        }
        return words.toString();
    }
}
