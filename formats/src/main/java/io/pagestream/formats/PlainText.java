package io.pagestream.formats;

import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.ArrayList;
import java.util.List;

/**
 * A document as plain text: Markdown without its markup, a form feed between pages as {@code pdftotext} writes it. A page
 * that failed, was cut off or is missing is a sentence in brackets. Cells of tables stand between vertical bars.
 */
public final class PlainText {

    private PlainText() {}

    /** The whole document; ends with a line break. */
    public static String of(OcrResult result) {
        List<String> pages = new ArrayList<>();
        for (PageText page : result.getPages()) {
            pages.add(page(page));
        }
        for (int position : result.getMissing()) {
            pages.add("[" + PageState.missing(position, result) + "]\n");
        }
        return String.join("\f", pages);
    }

    private static String page(PageText page) {
        StringBuilder out = new StringBuilder();
        String text = PageState.failed(page) ? "" : PageMarkdown.plain(PageMarkdown.parse(page));
        if (!text.isEmpty()) {
            out.append(text).append('\n');
        }
        PageState.note(page)
                .ifPresent(
                        note -> out.append('[').append(SafeText.oneLine(note)).append("]\n"));
        return out.toString();
    }
}
