package io.pagestream.imaging.upright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.pixels.Turn;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UprightPageTest {

    private static final String LETTER = "pypdf__crazyones.pdf";
    private static final String UPSIDE_DOWN = "test__phototest-rotated-180.png";
    private static final String ON_ITS_SIDE = "test__phototest-rotated-L.png";
    private static final String CHINESE = "l32-zh-par-Java-pg28.png";

    @ParameterizedTest
    @ValueSource(
            strings = {
                LETTER,
                CHINESE,
                "tabula-java__MultiColumn.pdf",
                "test__arabic.tif",
                "pdf.js__bitmap-mmr.pdf",
                "pillow__hopper_g4_500.tif",
                "pillow__hopper.webp",
                "pdf.js__three_pages_with_number.pdf"
            })
    void aPageThatIsUprightOrAPictureIsLeftAsItIs(String document) throws Exception {
        RgbImage page = page(document);

        assertThat(UprightPage.of(page).image()).isSameAs(page);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void howeverAPageIsTurnedItComesOutTheSameToTheByte(int quarters) throws Exception {
        RgbImage page = page(LETTER);

        UprightPage upright = UprightPage.of(Turn.NONE.thenClockwise(quarters).apply(page));

        assertThat(upright.turned()).isEqualTo((360 - quarters * 90) % 360);
        assertThat(upright.skew()).isZero();
        assertThat(upright.image().width()).isEqualTo(page.width());
        assertThat(Arrays.equals(upright.image().pixels(), page.pixels())).isTrue();
    }

    @Test
    void scansThatWereFedTheWrongWayAreTurned() throws Exception {
        assertThat(UprightPage.of(page(UPSIDE_DOWN)).turned()).isEqualTo(180);
        assertThat(UprightPage.of(page(ON_ITS_SIDE)).turned()).isEqualTo(90);
    }

    @ParameterizedTest
    @CsvSource({"0,-5", "0,0.5", "90,3", "180,-1", "270,5"})
    void aSkewedPageBecomesLevelInWhateverWayItWasTurned(int turned, double skew) throws Exception {
        RgbImage skewed = Levelling.turn(page(LETTER), skew);

        UprightPage upright =
                UprightPage.of(Turn.NONE.thenClockwise(turned / 90).apply(skewed));

        assertThat(upright.turned()).isEqualTo((360 - turned) % 360);
        assertThat(upright.skew()).isCloseTo(-skew, within(0.1));
    }

    @Test
    void aSkewThatNobodySeesIsNotWorthTheLossOfSharpness() throws Exception {
        RgbImage page = Levelling.turn(page(LETTER), 0.15);

        assertThat(UprightPage.of(page).image()).isSameAs(page);
    }

    @Test
    void aScriptThatDoesNotSayWhichSideIsUpIsMadeLevelAndNotTurned() throws Exception {
        for (int quarters = 0; quarters < 4; quarters++) {
            RgbImage turned = Turn.NONE.thenClockwise(quarters).apply(page(CHINESE));
            assertThat(UprightPage.of(turned).turned())
                    .as("%d quarters", quarters)
                    .isZero();
        }
        assertThat(UprightPage.of(Levelling.turn(page(CHINESE), 2)).skew()).isCloseTo(-2, within(0.2));
    }

    /** In Cyrillic and Greek more letters hang than rise: as in Latin on its head, only fewer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью"
                        + " и должны поступать в отношении друг друга в духе братства.",
                "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι"
                        + " προικισμένοι με λογική και συνείδηση.",
                "All human beings are born free and equal in dignity and rights. They are endowed with reason."
            })
    void noAlphabetThatStandsUprightIsTurned(String words) throws Exception {
        RgbImage page = printed(words);

        assertThat(UprightPage.of(page).image()).isSameAs(page);
    }

    /** Twelve times, with the typeface that comes with PDFBox. */
    private static RgbImage printed(String words) throws Exception {
        Font font;
        try (InputStream file =
                PDFont.class.getResourceAsStream("/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf")) {
            font = Font.createFont(Font.TRUETYPE_FONT, file).deriveFont(28f);
        }
        assertThat(font.canDisplayUpTo(words)).isEqualTo(-1);
        BufferedImage page = new BufferedImage(1654, 2339, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = page.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, page.getWidth(), page.getHeight());
        graphics.setColor(Color.BLACK);
        graphics.setFont(font);
        String text = (words + " ").repeat(12);
        for (int start = 0, y = 200; start < text.length(); start += 80, y += 42) {
            graphics.drawString(text.substring(start, Math.min(text.length(), start + 80)), 200, y);
        }
        graphics.dispose();
        return new RgbImage(
                page.getWidth(),
                page.getHeight(),
                ((DataBufferByte) page.getRaster().getDataBuffer()).getData());
    }

    @Test
    void levellingCutsNothingOffAndGrowsInTheColourOfTheEdge() {
        byte[] pixels = new byte[300 * 200 * 3];
        Arrays.fill(pixels, (byte) 240);
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) 200; // red differs, so that an exchange of channels would be seen
        }
        Arrays.fill(pixels, 3 * (5 * 300 + 5), 3 * (5 * 300 + 9), (byte) 0);

        RgbImage turned = Levelling.turn(new RgbImage(300, 200, pixels), 5);

        assertThat(turned.width())
                .isEqualTo((int) Math.round(300 * Math.cos(Math.toRadians(5)) + 200 * Math.sin(Math.toRadians(5))));
        assertThat(new int[] {turned.pixels()[0] & 255, turned.pixels()[1] & 255, turned.pixels()[2] & 255})
                .containsExactly(200, 240, 240);
        int dark = 0;
        for (byte pixel : turned.pixels()) {
            dark += (pixel & 255) < 100 ? 1 : 0;
        }
        assertThat(dark).as("the mark near the corner").isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,30000", "30000,1", "2,2", "3000,40", "17,16"})
    void picturesOfHostileSizesAreLeftAsTheyAre(int width, int height) {
        RgbImage black = new RgbImage(width, height, new byte[width * height * 3]);
        RgbImage noise = noise(width, height);

        assertThat(UprightPage.of(black).image()).isSameAs(black);
        assertThat(UprightPage.of(noise).image()).isSameAs(noise);
    }

    @Test
    void blackAndNoiseOfTheSizeOfAPageAreLeftAsTheyAre() {
        RgbImage black = new RgbImage(1654, 2339, new byte[1654 * 2339 * 3]);
        RgbImage noise = noise(1654, 2339);

        assertThat(UprightPage.of(black).image()).isSameAs(black);
        assertThat(UprightPage.of(noise).image()).isSameAs(noise);
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        new Random(7).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    private static RgbImage page(String document) throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of("src", "test", "documents", document));
        try (PageCursor cursor = DocumentDecoder.open(bytes, RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
            return cursor.page(0);
        }
    }
}
