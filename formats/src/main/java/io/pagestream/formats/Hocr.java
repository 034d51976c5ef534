package io.pagestream.formats;

import io.pagestream.formats.PageAreas.Area;
import io.pagestream.formats.PageAreas.TextLine;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/**
 * A document as hOCR 1.2, in XHTML: {@code ocr_page}, {@code ocr_carea}, {@code ocr_par}, {@code ocr_line}.
 *
 * <p>Boxes are whole pixels of the upright page. A line whose place is not known has no {@code bbox}; it stands in a
 * paragraph with the box of its block or, where that is not known either, of the whole page. {@code x_wconf} is the
 * confidence of a line in percent. {@code x_turned} and {@code x_skew} are degrees clockwise by which the page was set
 * upright. A page that failed has the class {@code ocr_page} too, without text, and a sentence that is not OCR.
 */
public final class Hocr {

    private static final String DOCTYPE = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\""
            + " \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">";

    private Hocr() {}

    /** The whole document. */
    public static String of(OcrResult result) {
        return XmlText.document(DOCTYPE, xml -> {
            xml.open("html", "xmlns", "http://www.w3.org/1999/xhtml").open("head");
            xml.element("title", SafeText.oneLine(result.getDocumentId()));
            xml.empty("meta", "http-equiv", "Content-Type", "content", "text/html; charset=utf-8");
            xml.empty("meta", "name", "ocr-system", "content", ("pagestream " + result.getCodeVersion()).strip());
            xml.empty("meta", "name", "ocr-number-of-pages", "content", result.getPageCount());
            xml.empty("meta", "name", "ocr-capabilities", "content", "ocr_page ocr_carea ocr_par ocr_line ocrp_wconf");
            xml.close().open("body");
            for (PageText page : result.getPages()) {
                write(page, xml);
            }
            for (int position : result.getMissing()) {
                xml.element("p", PageState.missing(position, result), "class", "pagestream_note");
            }
            xml.close().close();
        });
    }

    private static void write(PageText page, XmlText xml) throws XMLStreamException {
        int number = page.getIndex() + 1;
        xml.open("div", "class", "ocr_page", "id", "page_" + number, "title", properties(page));
        List<Area> areas = PageAreas.of(page);
        for (int i = 0; i < areas.size(); i++) {
            write(areas.get(i), number + "_" + (i + 1), page, xml);
        }
        if (PageState.note(page).isPresent()) {
            xml.element("p", PageState.note(page).get(), "class", "pagestream_note");
        }
        xml.close();
    }

    private static String properties(PageText page) {
        StringBuilder title = new StringBuilder();
        // A quotation mark would end the name, a line break the property.
        String name = SafeText.oneLine(page.getSource().getUri()).replace('"', '\'');
        title.append("image \"").append(name).append('"');
        if (page.getWidth() > 0 && page.getHeight() > 0) {
            title.append("; ").append(bbox(wholePage(page)));
        }
        title.append("; ppageno ").append(page.getIndex());
        if (page.getTurned() != 0) {
            title.append("; x_turned ").append(page.getTurned());
        }
        if (page.getSkew() != 0 && Double.isFinite(page.getSkew())) {
            title.append(String.format(Locale.ROOT, "; x_skew %.2f", page.getSkew()));
        }
        return title.toString();
    }

    private static void write(Area area, String id, PageText page, XmlText xml) throws XMLStreamException {
        boolean sized = page.getWidth() > 0 && page.getHeight() > 0;
        Box box = area.box() == null && sized ? wholePage(page) : area.box();
        String title = box == null ? null : bbox(box);
        xml.open("div", "class", "ocr_carea", "id", "block_" + id, "title", title);
        xml.open("p", "class", "ocr_par", "id", "par_" + id, "title", title, "dir", "auto");
        for (int i = 0; i < area.lines().size(); i++) {
            TextLine line = area.lines().get(i);
            xml.element(
                    "span", line.text(), "class", "ocr_line", "id", "line_" + id + "_" + (i + 1), "title", title(line));
        }
        xml.close().close();
    }

    private static String title(TextLine line) {
        String box = line.box() == null ? "" : bbox(line.box());
        String confidence = line.confidence() == null ? "" : "x_wconf " + Math.round(line.confidence() * 100);
        String title = box + (box.isEmpty() || confidence.isEmpty() ? "" : "; ") + confidence;
        return title.isEmpty() ? null : title;
    }

    private static Box wholePage(PageText page) {
        return new Box(0.0, 0.0, (double) page.getWidth(), (double) page.getHeight());
    }

    private static String bbox(Box box) {
        return "bbox " + (long) Math.floor(box.getLeft()) + " " + (long) Math.floor(box.getTop()) + " "
                + (long) Math.ceil(box.getRight()) + " " + (long) Math.ceil(box.getBottom());
    }
}
