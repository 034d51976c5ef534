package io.pagestream.models.prompt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the words of people, documents and models apart from the template around them. One list for all templates: a
 * marker of another family in a text is no loss when it is broken, and a tokenizer may know tokens that its template does
 * not use. The markers of grounding ({@code <ref>}, {@code <box>}, {@code <quad>}) are content and stay.
 */
final class Guard {

    /** A zero-width space inside a marker leaves it readable and makes it ordinary text. */
    private static final char ZERO_WIDTH = '\u200B';

    private static final Pattern MARKER = Pattern.compile(
            "<\\|[^|<>\\s]{1,64}\\|>" // <|im_end|>, <|eot_id|>, <|end|>
                    + "|\\[UNUSED_TOKEN_[0-9]{1,6}\\]"
                    + "|</?(?:s|unk|pad|img|image|video|IMG_CONTEXT|ImageHere)>"
                    + "|<(?:human|bot)>:");

    private Guard() {}

    /** {@code words} with every marker broken behind its first letter. */
    static String harmless(CharSequence words) {
        return MARKER.matcher(words)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().charAt(0)
                        + String.valueOf(ZERO_WIDTH)
                        + found.group().substring(1)));
    }
}
