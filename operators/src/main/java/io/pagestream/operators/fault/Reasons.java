package io.pagestream.operators.fault;

import io.pagestream.engine.request.Reading;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Reason;

/** The reasons of the rooms below in the words of the schema, one to one. */
public final class Reasons {

    private Reasons() {}

    public static Reason of(DecodeException.Reason reason) {
        return switch (reason) {
            case EMPTY -> Reason.EMPTY;
            case UNSUPPORTED_TYPE -> Reason.UNSUPPORTED_TYPE;
            case CORRUPT -> Reason.CORRUPT;
            case PASSWORD_NEEDED -> Reason.PASSWORD_NEEDED;
            case TOO_LARGE -> Reason.TOO_LARGE;
            case TOO_MANY_PAGES -> Reason.TOO_MANY_PAGES;
            case TOO_MANY_PIXELS -> Reason.TOO_MANY_PIXELS;
            case TIMED_OUT -> Reason.TIMED_OUT;
            case PAGE_OUT_OF_RANGE -> Reason.PAGE_OUT_OF_RANGE;
            case DECODER_CRASHED -> Reason.DECODER_CRASHED;
            case OUT_OF_MEMORY -> Reason.OUT_OF_MEMORY;
        };
    }

    public static Reason of(Reading.Reason reason) {
        return switch (reason) {
            case PROMPT_TOO_LONG -> Reason.PROMPT_TOO_LONG;
            case INVALID_REQUEST -> Reason.INVALID_REQUEST;
            case TIMED_OUT -> Reason.TIMED_OUT;
            case BUSY -> Reason.ENGINE_BUSY;
            case UNUSABLE -> Reason.ANSWER_UNUSABLE;
        };
    }

    /** Why an answer ended, as results call it. */
    public static FinishReason of(Reading.Finish finish) {
        return switch (finish) {
            case STOP -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case LOOPED -> FinishReason.LOOPED;
        };
    }
}
