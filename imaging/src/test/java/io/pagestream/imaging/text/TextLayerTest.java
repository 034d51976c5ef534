package io.pagestream.imaging.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.pixels.RgbImage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.junit.jupiter.api.Test;

class TextLayerTest {

    @Test
    void wordsStandWhereTheyArePainted() throws IOException {
        TextLayer layer = layerOf(0, page -> say(page, 72, 700, 12, "Hello wide world"));

        assertThat(text(layer)).isEqualTo("Hello wide world");
        assertThat(layer.width()).isEqualTo(612);
        Word first = layer.words().get(0);
        assertThat(first.left()).isCloseTo(72, within(0.01));
        assertThat(first.right()).isCloseTo(72 + 2.278 * 12, within(0.1)); // by the widths of Helvetica
        assertThat(first.bottom()).isBetween(792.0 - 700, 792.0 - 700 + 4);
        assertThat(first.size()).isCloseTo(12, within(0.01));
    }

    @Test
    void aTurnedPageIsTakenAsAViewerShowsIt() throws IOException {
        TextLayer layer = layerOf(90, page -> say(page, 72, 700, 12, "Hello"));

        assertThat(layer.width()).isEqualTo(792);
        assertThat(layer.height()).isEqualTo(612);
        Word word = layer.words().get(0);
        assertThat(word.direction()).isEqualTo(90);
        assertThat(word.top()).isCloseTo(72, within(0.01));
        assertThat(layer.signs().sideways()).isEqualTo(5);
    }

    @Test
    void whatIsNotToBeSeenIsCountedAndNoWord() throws IOException {
        TextLayer layer = layerOf(0, page -> {
            say(page, 72, 700, 12, "seen");
            page.setRenderingMode(RenderingMode.NEITHER);
            say(page, 72, 600, 12, "invisible");
            page.setRenderingMode(RenderingMode.FILL);
            say(page, 72, 900, 12, "outside");
            page.setNonStrokingColor(Color.WHITE);
            say(page, 72, 500, 12, "white");
            page.setNonStrokingColor(Color.BLACK);
            say(page, 72, 400, 12, "blackened");
            page.addRect(60, 390, 200, 30);
            page.fill();
            page.setNonStrokingColor(Color.WHITE);
            say(page, 72, 400, 12, "readable");
        });

        assertThat(text(layer)).isEqualTo("seen readable");
        assertThat(layer.signs().invisible()).isEqualTo(9);
        assertThat(layer.signs().outside()).isEqualTo(7);
        assertThat(layer.signs().hidden()).isEqualTo(14);
        assertThat(layer.signs().complete()).isTrue();
    }

    @Test
    void theLayerKnowsThePictureThatThePageWouldBecome() throws IOException {
        for (int rotation : new int[] {0, 90}) {
            byte[] document = document(rotation, page -> say(page, 72, 700, 12, "Hello"));
            try (PageCursor cursor = open(document)) {
                RgbImage picture = cursor.page(0);
                TextLayer layer = cursor.textLayer(0).orElseThrow();

                assertThat(layer.pixelWidth()).isEqualTo(picture.width());
                assertThat(layer.pixelHeight()).isEqualTo(picture.height());
            }
        }
    }

    @Test
    void aPictureHasNoTextLayer() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
        try (PageCursor cursor = open(bytes.toByteArray())) {
            assertThat(cursor.textLayer(0)).isEmpty();
        }
    }

    private interface Painter {
        void paint(PDPageContentStream page) throws IOException;
    }

    private static TextLayer layerOf(int rotation, Painter painter) throws IOException {
        try (PageCursor cursor = open(document(rotation, painter))) {
            return cursor.textLayer(0).orElseThrow();
        }
    }

    private static byte[] document(int rotation, Painter painter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(PDRectangle.LETTER);
            page.setRotation(rotation);
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                painter.paint(content);
            }
            document.save(bytes);
        }
        return bytes.toByteArray();
    }

    private static PageCursor open(byte[] bytes) throws IOException {
        return DocumentDecoder.open(
                bytes, new RenderRule(200, 4000, RenderRule.Orientation.UPRIGHT), DecodeLimits.DEFAULT);
    }

    private static void say(PDPageContentStream page, float x, float y, float size, String words) throws IOException {
        page.beginText();
        page.setFont(new PDType1Font(FontName.HELVETICA), size);
        page.newLineAtOffset(x, y);
        page.showText(words);
        page.endText();
    }

    private static String text(TextLayer layer) {
        return layer.words().stream().map(Word::text).collect(Collectors.joining(" "));
    }
}
