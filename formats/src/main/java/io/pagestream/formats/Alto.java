package io.pagestream.formats;

import io.pagestream.formats.PageAreas.Area;
import io.pagestream.formats.PageAreas.TextLine;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/**
 * A document as ALTO 4.4, the format of libraries and archives.
 *
 * <p>Positions are pixels of the upright page. What is not known has no position: ALTO does not ask for one. Words are
 * {@code String}s with {@code SP} between them; they have the confidence of their line ({@code WC}) and no position,
 * because lines are what is located. A page that failed, was cut off or is missing says so in {@code PAGECLASS}; of a missing one
 * {@code PHYSICAL_IMG_NR} is its place among the pages that were asked for.
 */
public final class Alto {

    private static final String NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#";

    private Alto() {}

    /** The whole document. */
    public static String of(OcrResult result) {
        return XmlText.document("", xml -> {
            xml.open("alto", "xmlns", NAMESPACE, "SCHEMAVERSION", "4.4");
            description(result, xml);
            xml.open("Layout");
            for (PageText page : result.getPages()) {
                write(page, xml);
            }
            for (int position : result.getMissing()) {
                xml.empty(
                        "Page",
                        "ID",
                        "missing_" + (position + 1),
                        "PAGECLASS",
                        PageState.missing(position, result),
                        "PHYSICAL_IMG_NR",
                        position + 1);
            }
            xml.close().close();
        });
    }

    private static void description(OcrResult result, XmlText xml) throws XMLStreamException {
        xml.open("Description");
        xml.element("MeasurementUnit", "pixel");
        xml.open("sourceImageInformation");
        xml.element("fileName", SafeText.oneLine(result.getSource().getUri()));
        xml.element("documentIdentifier", SafeText.oneLine(result.getDocumentId()));
        xml.close();
        xml.open("Processing", "ID", "reading");
        xml.element("processingCategory", "contentGeneration");
        xml.element("processingStepSettings", SafeText.oneLine(settings(result)));
        xml.open("processingSoftware");
        xml.element("softwareName", "Pagestream");
        xml.element("softwareVersion", SafeText.oneLine(result.getCodeVersion()));
        xml.close().close().close();
    }

    private static String settings(OcrResult result) {
        return "model " + result.getModel() + ", prompt " + result.getPromptVersion() + ", renderer "
                + result.getRendererVersion();
    }

    private static void write(PageText page, XmlText xml) throws XMLStreamException {
        int number = page.getIndex() + 1;
        boolean sized = page.getWidth() > 0 && page.getHeight() > 0;
        Object[] attributes = {
            "ID",
            "page_" + number,
            "PAGECLASS",
            PageState.note(page).orElse(null),
            "PROCESSINGREFS",
            "reading",
            "HEIGHT",
            sized ? page.getHeight() : null,
            "WIDTH",
            sized ? page.getWidth() : null,
            "PHYSICAL_IMG_NR",
            number,
            "PC",
            fraction(page.getConfidence())
        };
        xml.open("Page", attributes);
        Box whole = sized ? new Box(0.0, 0.0, (double) page.getWidth(), (double) page.getHeight()) : null;
        xml.open("PrintSpace", place(whole));
        List<Area> areas = PageAreas.of(page);
        for (int i = 0; i < areas.size(); i++) {
            write(areas.get(i), "block_" + number + "_" + (i + 1), xml);
        }
        xml.close().close();
    }

    private static void write(Area area, String id, XmlText xml) throws XMLStreamException {
        xml.open("TextBlock", with(place(area.box()), "ID", id));
        for (TextLine line : area.lines()) {
            xml.open("TextLine", place(line.box()));
            String[] words = line.text().split("\\s+");
            for (int i = 0; i < words.length; i++) {
                if (i > 0) {
                    xml.empty("SP");
                }
                xml.empty("String", "CONTENT", words[i], "WC", fraction(line.confidence()));
            }
            xml.close();
        }
        xml.close();
    }

    private static Object[] place(Box box) {
        if (box == null) {
            return new Object[0];
        }
        return new Object[] {
            "HPOS", number(box.getLeft()),
            "VPOS", number(box.getTop()),
            "WIDTH", number(box.getRight() - box.getLeft()),
            "HEIGHT", number(box.getBottom() - box.getTop())
        };
    }

    private static Object[] with(Object[] attributes, Object... more) {
        return Stream.concat(Arrays.stream(more), Arrays.stream(attributes)).toArray();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String fraction(Double value) {
        return value == null || !(value >= 0 && value <= 1) ? null : String.format(Locale.ROOT, "%.3f", value);
    }
}
