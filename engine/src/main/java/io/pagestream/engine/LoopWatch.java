package io.pagestream.engine;

import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.schedule.Sequence;
import io.pagestream.engine.trust.repeat.Repetition;
import io.pagestream.engine.trust.repeat.RepetitionWatch;
import io.pagestream.models.tokenize.TokenStream;
import io.pagestream.models.tokenize.Tokenizer;
import java.util.Optional;

/** Reads along while one answer is written. Made by any thread; belongs to the engine thread from the first token on. */
final class LoopWatch {

    private final TokenStream stream;
    private final RepetitionWatch watch = new RepetitionWatch();
    private int read;

    private LoopWatch(Tokenizer tokenizer) {
        this.stream = tokenizer.stream();
    }

    /** Nobody, where the rule does not ask for it or several strands are written at once. */
    static Optional<LoopWatch> of(SamplingRule rule, Tokenizer tokenizer) {
        boolean wanted = rule.stopsLoops() && !rule.beams().isSearch();
        return wanted ? Optional.of(new LoopWatch(tokenizer)) : Optional.empty();
    }

    /**
     * Reads what is new, but not the token that ended an answer; the loop, once there is one. Several tokens of one step are
     * read as if they had come one by one.
     */
    Optional<Repetition> read(Sequence sequence) {
        Optional<Repetition> loop = Optional.empty();
        int[] answer = sequence.answer();
        int end = sequence.finish().isPresent() ? answer.length - 1 : answer.length;
        while (read < end && loop.isEmpty()) {
            stream.append(answer[read++]);
            loop = watch.append(stream.take());
        }
        return loop;
    }
}
