package io.pagestream.operators.reading;

import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.models.task.Sampling;
import io.pagestream.models.task.TaskPlan;
import io.pagestream.operators.claim.Sha256;
import io.pagestream.schemas.Page;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A family's advice on how an answer is best chosen, as the engine follows it: without beams. */
public final class SamplingHints {

    private static final int HEX = 16;

    private SamplingHints() {}

    /** @param seed of the chance, where the plan wants any or an answer has to be asked for again */
    public static SamplingRule rule(TaskPlan plan, long seed) {
        Sampling hints = plan.sampling();
        Draw draw = hints.temperature() == 0
                ? Draw.GREEDY.withSeed(seed)
                : new Draw((float) hints.temperature(), hints.topK(), (float) hints.topP(), 0, seed);
        Penalty penalty = new Penalty((float) hints.repetitionPenalty(), 0, Penalty.Scope.ANSWER);
        return new SamplingRule(plan.maxNewTokens(), penalty, draw, List.of());
    }

    /** The same for the same page: asked again after a restart, it gets the same answer. */
    static long seedOf(Page page) {
        String identity = page.getDocumentId() + '#' + page.getIndex();
        String hash = Sha256.of(identity.getBytes(StandardCharsets.UTF_8));
        return Long.parseUnsignedLong(hash.substring(0, HEX), HEX);
    }
}
