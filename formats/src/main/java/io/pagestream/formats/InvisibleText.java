package io.pagestream.formats;

import io.pagestream.formats.PageAreas.Area;
import io.pagestream.formats.PageAreas.TextLine;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.PageText;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Bidi;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;

/**
 * Text that lies over a page of a PDF and is not painted (text render mode 3): it is found, marked and copied where it
 * stands in the picture.
 *
 * <p>A line with a box fills it. Lines without a box share that of their block, or else the whole page, from top to
 * bottom. Lines that run from right to left are written as they are seen, as PDF wants it.
 */
final class InvisibleText {

    private static final String FONT_NAME = "PagestreamText";

    private final PDDocument document;
    private final GlyphlessFont font;

    InvisibleText(PDDocument document) {
        this.document = document;
        this.font = new GlyphlessFont(document);
    }

    /** Adds the text of {@code page} behind everything that {@code sheet} paints. */
    void add(PageText page, PDPage sheet) throws IOException {
        List<Area> areas = PageAreas.of(page);
        if (areas.isEmpty()) {
            return;
        }
        StringBuilder content = new StringBuilder();
        PageText sized = page.getWidth() > 0 && page.getHeight() > 0 ? page : unitPage(page);
        SheetPlace place = new SheetPlace(sized, sheet.getCropBox(), sheet.getRotation());
        Box whole = new Box(0.0, 0.0, (double) sized.getWidth(), (double) sized.getHeight());
        for (Area area : areas) {
            Box box = area.box() == null ? whole : area.box();
            double step = (box.getBottom() - box.getTop()) / area.lines().size();
            for (int i = 0; i < area.lines().size(); i++) {
                TextLine line = area.lines().get(i);
                double top = box.getTop() + i * step;
                Box slice = new Box(box.getLeft(), top, box.getRight(), top + step);
                show(line.text(), line.box() == null ? slice : line.box(), place, content);
            }
        }
        if (!content.isEmpty()) {
            append("q\nBT\n3 Tr\n" + content + "ET\nQ\n", sheet);
        }
    }

    /** After the last page. */
    void finish() throws IOException {
        font.finish();
    }

    private static PageText unitPage(PageText page) {
        return PageText.newBuilder(page).setWidth(1000).setHeight(1000).build();
    }

    /** One line from the left end of its base line to the right one. */
    private void show(String text, Box box, SheetPlace place, StringBuilder content) {
        String seen = asSeen(text);
        double baseLine = box.getTop() + GlyphlessFont.ASCENT * (box.getBottom() - box.getTop());
        Point2D start = place.at(box.getLeft(), baseLine);
        Point2D end = place.at(box.getRight(), baseLine);
        double length = start.distance(end);
        double size = place.at(box.getLeft(), box.getTop()).distance(place.at(box.getLeft(), box.getBottom()));
        int glyphs = seen.codePointCount(0, seen.length());
        if (!(length > 0 && size > 0)) {
            return;
        }
        double natural = glyphs * size * GlyphlessFont.WIDTH / 1000;
        double cos = (end.getX() - start.getX()) / length;
        double sin = (end.getY() - start.getY()) / length;
        content.append('/').append(FONT_NAME).append(number(size)).append(" Tf");
        content.append(number(100 * length / natural)).append(" Tz");
        content.append(number(cos)).append(number(sin)).append(number(-sin)).append(number(cos));
        content.append(number(start.getX())).append(number(start.getY())).append(" Tm <");
        content.append(font.encode(seen)).append("> Tj\n");
    }

    /** PDF has no number with an exponent, and no reader needs more digits. */
    private static String number(double value) {
        return String.format(Locale.ROOT, " %.4f", value);
    }

    /** In the order of the eye: readers of PDF turn runs from right to left round. */
    static String asSeen(String text) {
        if (!Bidi.requiresBidi(text.toCharArray(), 0, text.length())) {
            return text;
        }
        Bidi bidi = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        int runs = bidi.getRunCount();
        byte[] levels = new byte[runs];
        String[] parts = new String[runs];
        for (int i = 0; i < runs; i++) {
            levels[i] = (byte) bidi.getRunLevel(i);
            String part = text.substring(bidi.getRunStart(i), bidi.getRunLimit(i));
            boolean leftwards = levels[i] % 2 == 1;
            parts[i] = leftwards ? new StringBuilder(part).reverse().toString() : part;
        }
        Bidi.reorderVisually(levels, 0, parts, 0, runs);
        return String.join("", parts);
    }

    /** Between a q and a Q what was there: it may leave behind any state. */
    private void append(String content, PDPage sheet) throws IOException {
        COSArray contents = new COSArray();
        contents.add(stream("q\n"));
        COSBase before = sheet.getCOSObject().getDictionaryObject(COSName.CONTENTS);
        if (before instanceof COSArray array) {
            contents.addAll(array);
        } else if (before instanceof COSStream) {
            contents.add(sheet.getCOSObject().getItem(COSName.CONTENTS));
        }
        contents.add(stream("\nQ\n" + content));
        sheet.getCOSObject().setItem(COSName.CONTENTS, contents);
        register(sheet);
    }

    /** The page gets resources of its own: inherited ones are other pages' too. */
    private void register(PDPage sheet) {
        PDResources inherited = sheet.getResources();
        COSDictionary resources = inherited == null ? new COSDictionary() : new COSDictionary(inherited.getCOSObject());
        COSDictionary fonts = resources.getCOSDictionary(COSName.FONT);
        COSDictionary own = fonts == null ? new COSDictionary() : new COSDictionary(fonts);
        own.setItem(COSName.getPDFName(FONT_NAME), font.dictionary());
        resources.setItem(COSName.FONT, own);
        sheet.getCOSObject().setItem(COSName.RESOURCES, resources);
    }

    private COSStream stream(String content) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(content.getBytes(StandardCharsets.US_ASCII));
        }
        return stream;
    }
}
