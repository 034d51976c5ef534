package io.pagestream.formats;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.formats.PageMarkdown.Extent;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/**
 * A document as pieces for retrieval, a line of JSON each.
 *
 * <p>A chunk never mixes two sections, holds whole paragraphs, lists and tables as long as they fit into {@value #LONGEST}
 * characters, and may go over the edge of a page. {@code text} is the Markdown of its {@code pages}, joined by an empty
 * line; {@code start} and {@code end} count Unicode code points in the {@code text} of that page, end excluded. {@code
 * boxes} are those of the lines, or else blocks, that were found in that piece. Every character that is not white space
 * stands in exactly one chunk. A page that failed or is missing is a line with {@code failure} and an empty text.
 */
public final class Chunks {

    /** Code points of a chunk: some 500 tokens of English. */
    public static final int LONGEST = 2000;

    private final OcrResult document;
    private final StringBuilder lines = new StringBuilder();
    private final List<String> headings = new ArrayList<>();
    private final List<Integer> levels = new ArrayList<>();
    private final List<Piece> open = new ArrayList<>();
    private int count;

    private Chunks(OcrResult document) {
        this.document = document;
    }

    /** A part of a page, by chars of its text. */
    private record Piece(PageText page, String text, List<LocatedText> located, int from, int to) {

        int length() {
            return text.codePointCount(from, to);
        }
    }

    /** The whole document, each line with its line break. */
    public static String of(OcrResult result) {
        Chunks chunks = new Chunks(result);
        for (PageText page : result.getPages()) {
            chunks.add(page);
        }
        chunks.close();
        for (int position : result.getMissing()) {
            ObjectNode line = chunks.line();
            line.putArray("pages").addObject().put("position", position);
            chunks.end(line.put("failure", "MISSING").put("text", ""));
        }
        return chunks.lines.toString();
    }

    private void add(PageText page) {
        if (PageState.failed(page)) {
            close();
            ObjectNode line = line();
            line.putArray("pages").addObject().put("page", page.getIndex());
            end(line.put("failure", PageState.failure(page)).put("text", ""));
            return;
        }
        String text = SafeText.wellFormed(page.getText());
        List<LocatedText> located = LocatedText.in(page);
        for (Node block : PageMarkdown.children(PageMarkdown.parse(page))) {
            Extent extent = Extent.of(block);
            if (block instanceof Heading heading) {
                close();
                enter(heading);
            }
            add(new Piece(page, text, located, extent.from(), extent.to()));
        }
    }

    private void enter(Heading heading) {
        while (!levels.isEmpty() && levels.get(levels.size() - 1) >= heading.getLevel()) {
            levels.remove(levels.size() - 1);
            headings.remove(headings.size() - 1);
        }
        levels.add(heading.getLevel());
        headings.add(SafeText.oneLine(PageMarkdown.words(heading)));
    }

    private void add(Piece piece) {
        if (length() + piece.length() > LONGEST) {
            close();
        }
        Piece rest = piece;
        while (rest.length() > LONGEST) {
            int cut = cut(rest);
            open.add(new Piece(rest.page, rest.text, rest.located, rest.from, cut));
            close();
            rest = new Piece(rest.page, rest.text, rest.located, cut, rest.to);
        }
        Piece last = open.isEmpty() ? null : open.get(open.size() - 1);
        if (last != null && last.page == rest.page) {
            open.set(open.size() - 1, new Piece(rest.page, rest.text, rest.located, last.from, rest.to));
        } else {
            open.add(rest);
        }
    }

    private int length() {
        return open.stream().mapToInt(piece -> piece.length() + 2).sum();
    }

    /** Behind the last line break, else sentence, else word that fits; in its second half, or pieces would be crumbs. */
    private static int cut(Piece piece) {
        int most = piece.text.offsetByCodePoints(piece.from, LONGEST);
        int least = piece.from + (most - piece.from) / 2;
        for (String end : List.of("\n", ". ", "。", " ")) {
            int at = piece.text.lastIndexOf(end, most - end.length());
            if (at >= least) {
                return at + end.length();
            }
        }
        return most;
    }

    private void close() {
        String text = String.join(
                "\n\n",
                open.stream()
                        .map(piece -> piece.text.substring(piece.from, piece.to))
                        .toList());
        if (!text.isBlank()) {
            ObjectNode line = line();
            ArrayNode path = line.putArray("headings");
            headings.forEach(path::add);
            ArrayNode pages = line.putArray("pages");
            open.forEach(piece -> write(piece, pages.addObject()));
            end(line.put("text", text));
        }
        open.clear();
    }

    private static void write(Piece piece, ObjectNode page) {
        page.put("page", piece.page.getIndex());
        page.put("start", piece.text.codePointCount(0, piece.from));
        page.put("end", piece.text.codePointCount(0, piece.to));
        List<Box> boxes = piece.located.stream()
                .filter(each -> each.at() >= piece.from && each.at() < piece.to)
                .map(LocatedText::box)
                .toList();
        if (!boxes.isEmpty()) {
            ArrayNode array = page.putArray("boxes");
            boxes.forEach(box -> array.add(RecordTree.of(box)));
        }
    }

    private ObjectNode line() {
        ObjectNode line = JsonText.object();
        line.put("documentId", document.getDocumentId());
        line.put("source", document.getSource().getUri());
        return line.put("chunk", count++);
    }

    private void end(ObjectNode line) {
        lines.append(JsonText.line(line)).append('\n');
    }
}
