package io.pagestream.formats;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.Node;

/**
 * The tables of a document as CSV by RFC 4180, a file for each, and a list of them with the pages that have none because
 * they failed or are missing.
 *
 * <p>A spreadsheet takes a cell that begins with one of {@code = + - @} or a tabulator for a formula and runs it. Such a
 * cell gets an apostrophe in front, which spreadsheets do not show, unless it is a number ({@code -12.50}, {@code +3 %}).
 */
final class TableCsv {

    /** Of a document; the list says when there are more. */
    static final int MOST_TABLES = 10_000;

    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\p{Sc}? ?[0-9][0-9.,'\\u00a0 ]*[ %\\p{Sc}]*");

    private TableCsv() {}

    /** {@code p3.t1.csv} and so on, and {@code tables.csv}. */
    static List<FormatFile> of(OcrResult result) {
        List<FormatFile> files = new ArrayList<>();
        List<String[]> index = new ArrayList<>();
        index.add(new String[] {"page", "table", "rows", "columns", "file", "note"});
        for (PageText page : result.getPages()) {
            tables(page, files, index);
            PageState.note(page).ifPresent(note -> index.add(noted(Integer.toString(page.getIndex() + 1), note)));
        }
        for (int position : result.getMissing()) {
            index.add(noted("", PageState.missing(position, result)));
        }
        files.add(FormatFile.text("tables.csv", csv(index)));
        return files;
    }

    private static void tables(PageText page, List<FormatFile> files, List<String[]> index) {
        if (PageState.failed(page) || !PageMarkdown.isMarkdown(page)) {
            return;
        }
        String number = Integer.toString(page.getIndex() + 1);
        int count = 0;
        for (TableBlock table : tablesIn(PageMarkdown.parse(page))) {
            if (files.size() == MOST_TABLES) {
                index.add(noted(number, "There are more than " + MOST_TABLES + " tables; the others are not written."));
                return;
            }
            count++;
            List<String[]> rows = rows(table);
            String ending = "p" + number + ".t" + count + ".csv";
            String columns = Integer.toString(rows.isEmpty() ? 0 : rows.get(0).length);
            String[] entry = {number, Integer.toString(count), Integer.toString(rows.size()), columns, ending, ""};
            index.add(entry);
            files.add(FormatFile.text(ending, csv(rows)));
        }
    }

    private static String[] noted(String page, String note) {
        return new String[] {page, "", "", "", "", note};
    }

    private static List<TableBlock> tablesIn(Node tree) {
        List<TableBlock> tables = new ArrayList<>();
        tree.accept(new AbstractVisitor() {
            @Override
            public void visit(CustomBlock block) {
                if (block instanceof TableBlock table) {
                    tables.add(table);
                } else {
                    visitChildren(block);
                }
            }
        });
        return tables;
    }

    private static List<String[]> rows(TableBlock table) {
        List<String[]> rows = new ArrayList<>();
        for (Node part : PageMarkdown.children(table)) {
            for (Node row : PageMarkdown.children(part)) {
                if (row instanceof TableRow) {
                    rows.add(PageMarkdown.children(row).stream()
                            .filter(TableCell.class::isInstance)
                            .map(PageMarkdown::words)
                            .map(TableCsv::harmless)
                            .toArray(String[]::new));
                }
            }
        }
        return rows;
    }

    static String harmless(String cell) {
        boolean formula = !cell.isEmpty() && "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20".indexOf(cell.charAt(0)) >= 0;
        return formula && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
    }

    private static String csv(List<String[]> rows) {
        StringWriter out = new StringWriter();
        var schema = CSV.schemaWithHeader().withoutHeader().withLineSeparator("\r\n");
        try (SequenceWriter writer = CSV.writerFor(String[].class).with(schema).writeValues(out)) {
            for (String[] row : rows) {
                writer.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written to", e);
        }
        return out.toString();
    }
}
