package io.pagestream.formats;

import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document as one Markdown text.
 *
 * <p>The text of a page is Markdown already and stays as it is. Around it:
 *
 * <pre>
 * &lt;!-- document invoice.pdf --&gt;
 *
 * &lt;!-- page 1 --&gt;
 *
 * text of the first page
 *
 * &lt;!-- page 2: cut off at the token limit --&gt;
 *
 * &lt;!-- page 3: failed, CORRUPT --&gt;
 *
 * *Page 3 could not be read: CORRUPT.*
 * </pre>
 *
 * <p>Pages are counted from 1. So that a page can neither forge nor swallow a separator, {@code <!--} inside a text
 * becomes {@code &lt;!--}, and a code fence that the page left open is closed. In a document's name, line breaks,
 * control characters and the second of two hyphens are written as in a URI ({@code %2D}). Control characters other
 * than line break and tabulator become U+FFFD: a terminal would obey them.
 */
public final class Markdown {

    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})(.*)");

    private Markdown() {}

    /** The whole document; ends with a line break. */
    public static String of(OcrResult result) {
        StringBuilder out = new StringBuilder();
        out.append("<!-- document ").append(inComment(result.getDocumentId())).append(" -->\n");
        for (PageText page : result.getPages()) {
            append(page, out);
        }
        for (int position : result.getMissing()) {
            String which = "page " + (position + 1) + " of " + result.getPageCount() + " that were asked for";
            out.append("\n<!-- ").append(which).append(": missing -->\n");
            out.append("\n*There is no answer for ").append(which).append(".*\n");
        }
        return out.toString();
    }

    private static void append(PageText page, StringBuilder out) {
        int number = page.getIndex() + 1;
        out.append("\n<!-- page ").append(number);
        if (page.getFinishReason() == FinishReason.FAILED) {
            String reason = Optional.ofNullable(page.getFailure()).orElse("UNKNOWN");
            out.append(": failed, ").append(inComment(reason)).append(" -->\n");
            out.append("\n*Page ").append(number).append(" could not be read: ");
            out.append(inComment(reason)).append(".*\n");
            return;
        }
        if (page.getFinishReason() == FinishReason.LENGTH) {
            out.append(": cut off at the token limit");
        }
        out.append(" -->\n");
        String text =
                SafeText.printable(page.getText()).replace("<!--", "&lt;!--").strip();
        if (!text.isEmpty()) {
            out.append('\n').append(text).append('\n');
            openFence(text).ifPresent(fence -> out.append(fence).append('\n'));
        }
    }

    /** The fence that closes what {@code text} left open, by the rule of CommonMark 0.31, section 4.5. */
    private static Optional<String> openFence(String text) {
        String open = null;
        for (String line : text.split("\n", -1)) {
            Matcher fence = FENCE.matcher(line);
            if (!fence.matches()) {
                continue;
            }
            String marks = fence.group(1);
            String rest = fence.group(2);
            if (open == null) {
                open = marks.startsWith("`") && rest.contains("`") ? null : marks;
            } else if (marks.startsWith(open) && rest.isBlank()) {
                open = null;
            }
        }
        return Optional.ofNullable(open);
    }

    /** Fit to stand inside a comment: two hyphens would end it, a line break would break the line. */
    private static String inComment(String name) {
        StringBuilder out = new StringBuilder();
        String safe = SafeText.wellFormed(name);
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            boolean secondHyphen = c == '-' && i > 0 && safe.charAt(i - 1) == '-';
            if (secondHyphen || Character.isISOControl(c)) {
                out.append(String.format("%%%02X", (int) c));
            } else {
                out.append(c == '\u2028' || c == '\u2029' ? ' ' : c);
            }
        }
        return out.toString();
    }
}
