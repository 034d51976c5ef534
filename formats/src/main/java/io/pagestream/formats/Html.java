package io.pagestream.formats;

import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.List;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A document as one HTML page that needs nothing besides itself.
 *
 * <p>The text comes from a model that read somebody's document, and is not trusted: raw HTML is shown as text, links keep
 * http, https and mailto addresses only, pictures are their description, and a content security policy forbids scripts and
 * everything from outside. Each page is a section with the direction of its own text, out of which marks of direction do
 * not reach.
 */
public final class Html {

    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(PageMarkdown.EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
            .percentEncodeUrls(true)
            .build();

    private static final String STYLE = """
            body { font-family: sans-serif; line-height: 1.5; max-width: 50em; margin: 2em auto; padding: 0 1em; }
            section { border-top: 1px solid; padding: 1em 0; unicode-bidi: isolate; overflow-wrap: anywhere; }
            table { border-collapse: collapse; } td, th { border: 1px solid; padding: .2em .5em; }
            pre { overflow-x: auto; } .note { font-style: italic; }
            @media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } a { color: #9cf; } }
            """;

    private Html() {}

    /** The whole document. */
    public static String of(OcrResult result) {
        String title = SafeText.html(SafeText.oneLine(result.getDocumentId()));
        StringBuilder out = new StringBuilder();
        out.append("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n");
        out.append("<meta http-equiv=\"Content-Security-Policy\"");
        out.append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width\">\n");
        out.append("<title>")
                .append(title)
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n");
        out.append("</head>\n<body>\n<h1><bdi>").append(title).append("</bdi></h1>\n");
        for (PageText page : result.getPages()) {
            append(page, out);
        }
        for (int position : result.getMissing()) {
            out.append("<section class=\"missing\">\n");
            note(PageState.missing(position, result), out);
            out.append("</section>\n");
        }
        return out.append("</body>\n</html>\n").toString();
    }

    /**
     * One page as a {@code section}, for a document that is put together elsewhere; as safe as the whole. Whoever shows it
     * forbids scripts as well.
     */
    public static String section(PageText page) {
        StringBuilder out = new StringBuilder();
        append(page, out);
        return out.toString();
    }

    private static void append(PageText page, StringBuilder out) {
        int number = page.getIndex() + 1;
        String kind = PageState.failed(page) ? "page failed" : "page";
        out.append("<section class=\"").append(kind).append("\" id=\"page-").append(number);
        out.append("\" aria-label=\"Page ").append(number).append("\" dir=\"auto\">\n");
        if (!PageState.failed(page)) {
            out.append(RENDERER.render(PageMarkdown.parse(page)));
        }
        PageState.note(page).ifPresent(note -> note(note, out));
        out.append("</section>\n");
    }

    private static void note(String note, StringBuilder out) {
        out.append("<p class=\"note\">").append(SafeText.html(note)).append("</p>\n");
    }
}
