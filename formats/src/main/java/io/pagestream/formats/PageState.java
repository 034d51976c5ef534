package io.pagestream.formats;

import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is said in words about pages that have no text, or not all of it. The same words in every format. */
final class PageState {

    private PageState() {}

    static boolean failed(PageText page) {
        return page.getFinishReason() == FinishReason.FAILED;
    }

    static String failure(PageText page) {
        return Optional.ofNullable(page.getFailure()).orElse("UNKNOWN");
    }

    /** One sentence for a page that failed or was cut off. */
    static Optional<String> note(PageText page) {
        int number = page.getIndex() + 1;
        return switch (page.getFinishReason()) {
            case FAILED -> Optional.of("Page " + number + " could not be read: " + failure(page) + ".");
            case LENGTH -> Optional.of("Page " + number + " was cut off at the token limit.");
            case LOOPED -> Optional.of("Page " + number + " was ended where it began to repeat itself.");
            default -> Optional.empty();
        };
    }

    /** One sentence for a position that was asked for and has no page. */
    static String missing(int position, OcrResult result) {
        return "There is no answer for page " + (position + 1) + " of " + result.getPageCount()
                + " that were asked for.";
    }

    /** All sentences about a document. */
    static List<String> notes(OcrResult result) {
        return Stream.concat(
                        result.getPages().stream().flatMap(page -> note(page).stream()),
                        result.getMissing().stream().map(position -> missing(position, result)))
                .toList();
    }
}
