package io.pagestream.operators.reading;

import io.pagestream.models.prompt.Turn;
import io.pagestream.models.task.TaskFamily;
import io.pagestream.models.task.TaskPlan;
import io.pagestream.operators.claim.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names the words that went to a model: {@code read/internvl/} and the beginning of their SHA-256. */
public final class PromptVersion {

    private static final int LETTERS = 12;

    private PromptVersion() {}

    /**
     * @param task its name in requests
     * @param plan with a placeholder for what differs from page to page
     */
    public static String of(String task, TaskFamily family, TaskPlan plan) {
        StringBuilder all = new StringBuilder();
        for (Turn turn : plan.turns()) {
            all.append(turn.role()).append('\n');
            for (Turn.Part part : turn.parts()) {
                String text = part instanceof Turn.Text words
                        ? words.text()
                        : part.getClass().getSimpleName();
                all.append(text.length()).append(' ').append(text).append('\n');
            }
        }
        plan.adapter().ifPresent(all::append);
        String hash = Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
        return task + "/" + family.name().toLowerCase(Locale.ROOT) + "/" + hash.substring(0, LETTERS);
    }
}
