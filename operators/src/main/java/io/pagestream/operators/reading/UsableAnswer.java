package io.pagestream.operators.reading;

import io.pagestream.engine.request.Reading;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;
import java.util.function.Supplier;

/**
 * What a broken model says is a fault of the page that it was asked about, not of the task: the job would restart with the
 * same page for ever. Any thread.
 */
final class UsableAnswer {

    private UsableAnswer() {}

    /**
     * The text that was answered, with probabilities that are some.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Reading.Text of(Reading answer) {
        if (!(answer instanceof Reading.Text text)) {
            throw new IllegalArgumentException("expected a text, got "
                    + (answer == null ? "nothing" : answer.getClass().getSimpleName()));
        }
        if (!(text.confidence() >= 0 && text.confidence() <= 1)) {
            throw new IllegalArgumentException("expected a confidence of 0 to 1, got " + text.confidence());
        }
        RatedText.rated(text);
        return text;
    }

    /**
     * Runs a step of understanding an answer.
     *
     * @throws RecordFault when it fails in an unforeseen way
     */
    static <T> T understood(Supplier<T> step) throws RecordFault {
        try {
            return step.get();
        } catch (RuntimeException | StackOverflowError e) {
            throw new RecordFault(
                    Reason.ANSWER_UNUSABLE,
                    "the model's answer cannot be used: " + e
                            + "; is the model complete, and do other pages of this kind fail too?",
                    e);
        }
    }
}
