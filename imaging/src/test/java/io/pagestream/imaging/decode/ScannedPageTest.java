package io.pagestream.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.imaging.pixels.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.util.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScannedPageTest {

    private static final int WIDTH = 120;
    private static final int HEIGHT = 90;

    /** What is drawn on the page beside the scan. */
    private interface Drawing {
        void on(PDPageContentStream content) throws IOException;
    }

    @ParameterizedTest(name = "rotated by {0}, matrix {1} {2} {3} {4} {5} {6}")
    @CsvSource({
        "0, 120, 0, 0, 90, 0, 0",
        "90, 120, 0, 0, 90, 0, 0",
        "180, 120, 0, 0, 90, 0, 0",
        "270, 120, 0, 0, 90, 0, 0",
        "0, -120, 0, 0, 90, 120, 0",
        "0, 120, 0, 0, -90, 0, 90",
        "90, -120, 0, 0, -90, 120, 90",
        "0, 0, 120, -90, 0, 90, 0",
        "180, 0, -120, 90, 0, 0, 120",
        "270, 0, 120, 90, 0, 0, 0"
    })
    void theImageIsLaidAsARenderingWouldLayIt(int rotation, float a, float b, float c, float d, float e, float f)
            throws IOException {
        byte[] pdf = pdf(rotation, new Matrix(a, b, c, d, e, f), content -> {});

        RgbImage scanned = decoded(pdf, 72);

        // At 72 dpi one pixel of the scan is one pixel of the rendering.
        assertThat(scanned.toString()).isEqualTo(rendered(pdf).toString());
        assertThat(scanned.pixels()).isEqualTo(rendered(pdf).pixels());
        assertThat(decoded(pdf, 300).pixels()).isEqualTo(scanned.pixels());
    }

    @Test
    void invisibleTextDoesNotHideTheScan() throws IOException {
        byte[] pdf = pdf(0, new Matrix(WIDTH, 0, 0, HEIGHT, 0, 0), text(RenderingMode.NEITHER));

        assertThat(decoded(pdf, 300).width()).isEqualTo(WIDTH);
    }

    @Test
    void visibleTextIsRenderedWithTheScan() throws IOException {
        byte[] pdf = pdf(0, new Matrix(WIDTH, 0, 0, HEIGHT, 0, 0), text(RenderingMode.FILL));

        assertThat(decoded(pdf, 144).width()).isEqualTo(2 * WIDTH);
    }

    @Test
    void aLineAboveTheScanIsRenderedWithIt() throws IOException {
        byte[] pdf = pdf(0, new Matrix(WIDTH, 0, 0, HEIGHT, 0, 0), content -> {
            content.addRect(10, 10, 20, 20);
            content.fill();
        });

        assertThat(decoded(pdf, 144).width()).isEqualTo(2 * WIDTH);
    }

    @Test
    void anImageThatLeavesAMarginIsRendered() throws IOException {
        byte[] pdf = pdf(0, new Matrix(WIDTH - 20, 0, 0, HEIGHT - 15, 10, 7), content -> {});

        assertThat(decoded(pdf, 144).width()).isEqualTo(2 * WIDTH);
    }

    private static Drawing text(RenderingMode mode) {
        return content -> {
            content.beginText();
            content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
            content.setRenderingMode(mode);
            content.newLineAtOffset(10, 40);
            content.showText("as read before");
            content.endText();
        };
    }

    private static byte[] pdf(int rotation, Matrix matrix, Drawing above) throws IOException {
        try (PDDocument document = new PDDocument()) {
            boolean upright = matrix.getScaleX() != 0;
            PDPage page = new PDPage(upright ? new PDRectangle(WIDTH, HEIGHT) : new PDRectangle(HEIGHT, WIDTH));
            page.setRotation(rotation);
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawImage(LosslessFactory.createFromImage(document, noise()), matrix);
                above.on(content);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, random.nextInt() & 0xffffff);
            }
        }
        return image;
    }

    private static RgbImage decoded(byte[] pdf, int dpi) throws IOException {
        RenderRule rule = new RenderRule(dpi, 6000, RenderRule.Orientation.UPRIGHT);
        try (PageCursor cursor = DocumentDecoder.open(pdf, rule, DecodeLimits.DEFAULT)) {
            return cursor.page(0);
        }
    }

    private static RgbImage rendered(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return RgbPixels.of(new PDFRenderer(document).renderImage(0, 1, ImageType.RGB));
        }
    }
}
