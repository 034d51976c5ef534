package io.pagestream.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pagestream.schemas.Line;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.TextOrigin;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

class SearchablePdfTest {

    @BeforeAll
    static void openVeraPdf() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "tiff", "bmp"})
    void a_picture_becomes_an_archive_that_verapdf_accepts_and_whose_text_is_found(String type) throws Exception {
        OcrResult result = Records.document("scan", lines(0));

        byte[] pdf = SearchablePdf.of(result, () -> picture(type, BufferedImage.TYPE_INT_RGB));

        assertThat(faults(pdf)).isEmpty();
        assertThat(text(pdf)).contains("Bill of May", "Łódź, 漢字 😀", "nobody knows where");
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_BINARY})
    void grey_and_black_and_white_stay_what_they_are(int type) throws Exception {
        byte[] pdf = SearchablePdf.of(Records.document("scan", lines(0)), () -> picture("png", type));

        assertThat(faults(pdf)).isEmpty();
        assertThat(pixels(render(pdf))).isEqualTo(pixels(ImageIO.read(new ByteArrayInputStream(picture("png", type)))));
    }

    @Test
    void a_jpeg_goes_in_byte_by_byte() throws Exception {
        byte[] jpeg = picture("jpeg", BufferedImage.TYPE_INT_RGB);

        byte[] pdf = SearchablePdf.of(Records.document("scan", lines(0)), () -> jpeg);

        try (PDDocument document = Loader.loadPDF(pdf)) {
            var resources = document.getPage(0).getResources();
            var name = resources.getXObjectNames().iterator().next();
            assertThat(resources
                            .getXObject(name)
                            .getStream()
                            .getCOSObject()
                            .createRawInputStream()
                            .readAllBytes())
                    .isEqualTo(jpeg);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,90", "90,0", "180,90", "270,270"})
    void a_line_lies_where_it_is_seen(int turned, int rotation) throws Exception {
        PageText page = Records.page(0, "x");
        page.setWidth(turned % 180 == 0 == (rotation % 180 == 0) ? 600 : 800);
        page.setHeight(1400 - page.getWidth());
        page.setTurned(turned);
        page.setLines(List.of(new Line("somewhere", Pages.box(60, 80, 300, 120), null)));

        byte[] pdf =
                SearchablePdf.of(Records.document("d", page), () -> drawn(rotation, page, Pages.box(60, 80, 300, 120)));

        List<TextPosition> letters = letters(pdf);
        assertThat(letters).hasSize("somewhere".length());
        assertThat(red(render(pdf), centre(letters))).isTrue();
    }

    @Test
    void the_box_of_a_line_on_an_upright_page_is_the_box_of_its_letters() throws Exception {
        PageText page = Records.page(0, "x");
        page.setWidth(600);
        page.setHeight(800);
        page.setLines(List.of(new Line("somewhere", Pages.box(60, 80, 300, 120), null)));

        List<TextPosition> letters = letters(SearchablePdf.of(Records.document("d", page), () -> sheet(0)));

        TextPosition last = letters.get(letters.size() - 1);
        assertThat(letters.get(0).getXDirAdj()).isCloseTo(60, within(0.1f));
        assertThat(last.getXDirAdj() + last.getWidthDirAdj()).isCloseTo(300, within(0.1f));
        assertThat(last.getYDirAdj()).isCloseTo(112, within(0.1f));
    }

    @Test
    void a_pdf_keeps_its_pages_and_its_look() throws Exception {
        byte[] original = sheet(0);

        byte[] pdf = SearchablePdf.of(Records.document("d", lines(0)), () -> original);

        assertThat(pixels(render(pdf))).isEqualTo(pixels(render(original)));
        assertThat(text(pdf)).contains("Bill of May");
    }

    @Test
    void a_page_with_a_text_layer_gets_no_second_one() throws Exception {
        PageText page = lines(0);
        page.setOrigin(TextOrigin.TEXT_LAYER);

        assertThat(text(SearchablePdf.of(Records.document("d", page), () -> sheet(0))))
                .isBlank();
    }

    @Test
    void hebrew_and_arabic_are_read_as_they_were_written() throws Exception {
        String mixed = "total 12 שלום עולם";
        PageText page = Records.page(0, mixed);
        page.setLines(List.of(
                new Line("مرحبا بالعالم", Pages.box(1, 1, 19, 9), null),
                new Line(mixed, Pages.box(1, 15, 19, 25), null)));

        assertThat(text(SearchablePdf.of(Records.document("d", page), () -> sheet(0))))
                .contains("مرحبا بالعالم", mixed);
    }

    @Test
    void any_code_points_are_read_back_by_another_program() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            PageText page = Pages.random(0, seed);

            byte[] pdf = SearchablePdf.of(Records.document("d", page), () -> sheet(0));

            String expected = PageAreas.of(page).stream()
                    .flatMap(area -> area.lines().stream())
                    .map(line -> InvisibleText.asSeen(line.text()))
                    .reduce("", String::concat);
            String read = letters(pdf).stream().map(TextPosition::getUnicode).reduce("", String::concat);
            assertThat(read.codePoints().sorted().toArray())
                    .as("seed " + seed)
                    .isEqualTo(expected.codePoints().sorted().toArray());
        }
    }

    @Test
    void pages_that_failed_are_named_in_the_information() throws Exception {
        byte[] pdf = SearchablePdf.of(Pages.all(), () -> sheets(6));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getDocumentInformation().getCustomMetadataValue("PagestreamNotes"))
                    .contains("Page 4 could not be read: CORRUPT.", "no answer for page 6 of 6");
        }
    }

    @Test
    void what_may_not_be_changed_or_cannot_be_opened_is_refused_with_the_reason() {
        assertReason(this::encrypted, UnwritableException.Reason.ENCRYPTED);
        assertReason(this::signed, UnwritableException.Reason.SIGNED);
        assertReason(() -> "%PDF-1.7 and no more".getBytes(), UnwritableException.Reason.BROKEN);
        assertReason(() -> "hello".getBytes(), UnwritableException.Reason.BROKEN);
        assertThatThrownBy(() -> SearchablePdf.of(Records.document("d", lines(0)), Original.none()))
                .isInstanceOfSatisfying(
                        UnwritableException.class,
                        e -> assertThat(e.reason()).isEqualTo(UnwritableException.Reason.ORIGINAL_OUT_OF_REACH));
    }

    private interface Bytes {
        byte[] get() throws IOException;
    }

    private static void assertReason(Bytes original, UnwritableException.Reason reason) {
        assertThatThrownBy(() -> {
                    byte[] bytes = original.get();
                    SearchablePdf.of(Records.document("d", lines(0)), () -> bytes);
                })
                .isInstanceOfSatisfying(
                        UnwritableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static PageText lines(int index) {
        PageText page = Pages.all().getPages().get(0);
        page.setIndex(index);
        return page;
    }

    private static List<String> faults(byte[] pdf) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf));
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_2_B, false)) {
            assertThat(parser.getFlavour()).as("what the file says it is").isEqualTo(PDFAFlavour.PDFA_2_B);
            ValidationResult result = validator.validate(parser);
            return result.getTestAssertions().stream()
                    .map(each -> each.getRuleId() + " " + each.getMessage())
                    .toList();
        }
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static List<TextPosition> letters(byte[] pdf) throws IOException {
        List<TextPosition> letters = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition text) {
                    letters.add(text);
                }
            }.getText(document);
        }
        return letters;
    }

    private static Point2D centre(List<TextPosition> letters) {
        double x = letters.stream().mapToDouble(TextPosition::getX).average().orElseThrow();
        double y = letters.stream().mapToDouble(TextPosition::getY).average().orElseThrow();
        return new Point2D.Double(x, y);
    }

    private static boolean red(BufferedImage image, Point2D at) {
        Color colour = new Color(image.getRGB((int) at.getX(), (int) at.getY()));
        return colour.getRed() > 200 && colour.getBlue() < 50;
    }

    /** At one pixel for a point; a picture of 144 points, which had 400 pixels, at these. */
    private static BufferedImage render(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            boolean picture = document.getPage(0).getCropBox().getWidth() == 144;
            return new PDFRenderer(document).renderImage(0, picture ? 400f / 144 : 1);
        }
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** 400 by 600 pixels: 144 by 216 points at 200 dpi. */
    private static byte[] picture(String type, int pixels) {
        try {
            BufferedImage image = new BufferedImage(400, 600, pixels);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, 400, 600);
            graphics.setColor(
                    pixels == BufferedImage.TYPE_INT_RGB
                            ? Color.RED
                            : pixels == BufferedImage.TYPE_BYTE_GRAY ? Color.GRAY : Color.BLACK);
            graphics.fillRect(50, 40, 300, 20);
            graphics.dispose();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(ImageIO.write(image, type, out)).isTrue();
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sheet(int rotation) {
        return drawn(rotation, null, null);
    }

    private static byte[] sheets(int count) {
        try (PDDocument document = new PDDocument()) {
            for (int i = 0; i < count; i++) {
                document.addPage(new PDPage(new PDRectangle(600, 800)));
            }
            return saved(document);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A sheet of 600 by 800 points; where {@code box} of the page lies when the page is turned back, it is red. */
    private static byte[] drawn(int rotation, PageText page, io.pagestream.schemas.Box box) {
        try (PDDocument document = new PDDocument()) {
            PDPage sheet = new PDPage(new PDRectangle(600, 800));
            sheet.setRotation(rotation);
            document.addPage(sheet);
            try (PDPageContentStream content = new PDPageContentStream(document, sheet)) {
                content.setNonStrokingColor(Color.BLUE);
                content.addRect(500, 700, 50, 50);
                content.fill();
                if (box != null) {
                    content.setNonStrokingColor(Color.RED);
                    double[] quarter = quarter(box, page, Math.floorMod(page.getTurned() + rotation, 360));
                    content.addRect((float) quarter[0], (float) quarter[1], (float) quarter[2], (float) quarter[3]);
                    content.fill();
                }
                // A state that is left behind, as sloppy programs do.
                content.transform(org.apache.pdfbox.util.Matrix.getScaleInstance(0.1f, 3));
            }
            return saved(document);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** By hand and not by the code under test: left, bottom, width, height in user space for all turns together. */
    private static double[] quarter(io.pagestream.schemas.Box box, PageText page, int turns) {
        double width = box.getRight() - box.getLeft();
        double height = box.getBottom() - box.getTop();
        return switch (turns) {
            case 0 -> new double[] {box.getLeft(), page.getHeight() - box.getBottom(), width, height};
            case 90 -> new double[] {box.getTop(), box.getLeft(), height, width};
            case 180 -> new double[] {page.getWidth() - box.getRight(), box.getTop(), width, height};
            default ->
                new double[] {page.getHeight() - box.getBottom(), page.getWidth() - box.getRight(), height, width};
        };
    }

    private static byte[] saved(PDDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }

    private byte[] encrypted() throws IOException {
        try (PDDocument document = Loader.loadPDF(sheet(0))) {
            document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
            return saved(document);
        }
    }

    private byte[] signed() throws IOException {
        try (PDDocument document = Loader.loadPDF(sheet(0))) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            document.addSignature(signature, content -> new byte[] {1});
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.saveIncremental(out);
            return out.toByteArray();
        }
    }
}
