package io.pagestream.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.ink.InkLine;
import io.pagestream.imaging.ink.Mark;
import io.pagestream.imaging.upright.UprightPage;
import io.pagestream.imaging.upright.UprightRule;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.PageText;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sheet printed askew goes the whole way: shown, set upright by its ink, written; its text must lie on its print. */
class SkewedSheetTest {

    private static final List<String> WORDS = List.of(
            "The harbour lies behind the old townhouse",
            "and both of them were built of black stone",
            "All ships that load timber lie at the left",
            "those that bring cloth and salt at the right",
            "Between them runs the light railway to the hills",
            "that takes letters, children and bells to schools",
            "On Fridays the fishers sell herrings and shells",
            "from the boats directly, until all of it is sold");
    private static final RenderRule SMALL = new RenderRule(110, 2000, RenderRule.Orientation.UPRIGHT);
    private static final float SIZE = 18;
    private static final int CROPPED = 30;

    /** Letters of one font, from the start of the first to the end of the last, in user space. */
    private record Run(String text, Point2D start, Point2D end) {}

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,0,-4", "0,0,5", "90,0,3", "180,0,-2.5", "270,0,4", "0,90,-3", "90,180,4", "270,90,-5"})
    void text_lies_on_the_print_of_a_sheet_that_is_askew(int rotation, int turned, double skew) throws Exception {
        byte[] sheet = printed(rotation, turned, skew);
        UprightPage upright = upright(sheet);
        assertThat(upright.turned()).isEqualTo(turned);
        assertThat(upright.skew()).isCloseTo(skew, within(0.15));

        byte[] pdf = SearchablePdf.of(Records.document("d", read(upright)), () -> sheet);

        List<Run> runs = runs(pdf);
        List<Run> print = runs.subList(0, WORDS.size());
        List<Run> laid = runs.subList(WORDS.size(), runs.size());
        assertThat(laid).hasSameSizeAs(print);
        for (int i = 0; i < print.size(); i++) {
            assertThat(laid.get(i).text()).isEqualTo(print.get(i).text());
            assertThat(laid.get(i).start().distance(print.get(i).start()))
                    .as("points between the starts of " + laid.get(i))
                    .isLessThan(3);
            assertThat(laid.get(i).end().distance(print.get(i).end()))
                    .as("points between the ends of " + laid.get(i))
                    .isLessThan(3);
        }
    }

    /** The lines of the ink with the words that stand there. */
    private static PageText read(UprightPage upright) {
        PageText page = Records.page(0, "x");
        page.setWidth(upright.image().width());
        page.setHeight(upright.image().height());
        page.setTurned(upright.turned());
        page.setSkew(upright.skew());
        assertThat(upright.lines()).hasSameSizeAs(WORDS);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            InkLine line = upright.lines().get(i);
            Mark box = line.box();
            lines.add(new Line(WORDS.get(i), Pages.box(box.left(), box.top(), box.right(), box.bottom()), null));
        }
        page.setLines(lines);
        return page;
    }

    private static UprightPage upright(byte[] sheet) throws Exception {
        try (PageCursor cursor = DocumentDecoder.open(sheet, SMALL, DecodeLimits.DEFAULT)) {
            return UprightRule.AUTO.of(cursor.page(0));
        }
    }

    /** Of 600 by 800 points within a larger sheet; it has to be turned by {@code turned} and {@code skew} when it is shown. */
    private static byte[] printed(int rotation, int turned, double skew) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage sheet = new PDPage(new PDRectangle(600 + CROPPED, 800 + CROPPED));
            sheet.setCropBox(new PDRectangle(CROPPED, CROPPED, 600, 800));
            sheet.setRotation(rotation);
            document.addPage(sheet);
            PDType1Font font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
            try (PDPageContentStream content = new PDPageContentStream(document, sheet)) {
                AffineTransform place = AffineTransform.getTranslateInstance(CROPPED + 300, CROPPED + 400);
                // User space has y upwards: what must be turned clockwise was printed counter-clockwise.
                place.rotate(Math.toRadians(rotation + turned + skew));
                content.transform(new Matrix(place));
                for (int i = 0; i < WORDS.size(); i++) {
                    content.beginText();
                    content.setFont(font, SIZE);
                    content.newLineAtOffset(-200, 140 - 30 * i);
                    content.showText(WORDS.get(i));
                    content.endText();
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }

    /** In the order of the file: the print first. */
    private static List<Run> runs(byte[] pdf) throws IOException {
        List<Run> runs = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            new PDFTextStripper() {
                private final StringBuilder text = new StringBuilder();
                private Point2D start;

                @Override
                protected void processTextPosition(TextPosition letter) {
                    Matrix place = letter.getTextMatrix();
                    if (text.isEmpty()) {
                        start = new Point2D.Double(place.getTranslateX(), place.getTranslateY());
                    }
                    text.append(letter.getUnicode());
                    if (WORDS.contains(text.toString())) {
                        // The end of the letter in its own space, which is as long as its width says.
                        float stretch = (float) Math.hypot(place.getScaleX(), place.getShearY());
                        double width = letter.getWidth() / stretch;
                        Point2D end = place.createAffineTransform().transform(new Point2D.Double(width, 0), null);
                        runs.add(new Run(text.toString(), start, end));
                        text.setLength(0);
                    }
                }
            }.getText(document);
        }
        return runs;
    }
}
