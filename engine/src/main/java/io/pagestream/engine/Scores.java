package io.pagestream.engine;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How likely given tokens are at the beginning of each turn of the assistant: what a reward model such as VisualPRM says
 * about the steps of a solution. Each turn is a request of its own; their prompts begin alike, so that the dialogue is
 * computed once, but for the last block of each.
 */
public final class Scores {

    private Scores() {}

    /**
     * @param dialogue what the assistant says in a turn matters for later turns only; the rule of sampling is not used
     * @param tokens texts that are one token each
     * @return for each turn of the assistant {@link Reading.Weights}, or why there are none; cancelling it cancels all
     */
    public static CompletableFuture<List<Reading>> of(OcrEngine engine, ReadingRequest dialogue, List<String> tokens) {
        List<CompletableFuture<Reading>> scores = new ArrayList<>();
        int images = 0;
        for (int i = 0; i < dialogue.turns().size(); i++) {
            Turn turn = dialogue.turns().get(i);
            if (turn.role() == Turn.Role.ASSISTANT) {
                scores.add(engine.submit(new ReadingRequest(
                        dialogue.turns().subList(0, i),
                        dialogue.images().subList(0, images),
                        SamplingRule.weighing(tokens),
                        dialogue.terms(),
                        dialogue.adapter())));
            }
            images += turn.images();
        }
        CompletableFuture<List<Reading>> all = CompletableFuture.allOf(scores.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> scores.stream().map(CompletableFuture::join).toList());
        all.whenComplete((result, error) -> scores.forEach(score -> score.cancel(false)));
        return all;
    }
}
