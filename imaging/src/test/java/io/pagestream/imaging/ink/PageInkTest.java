package io.pagestream.imaging.ink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.imaging.pixels.RgbImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageInkTest {

    /** A letter page at 200 dpi. */
    private static final int WIDTH = 1654;

    private static final int HEIGHT = 2339;

    @Test
    void paperOfAnyColourWithNoiseShadowAndDirtIsBlank() {
        for (int colour : List.of(0xffffff, 0xf4e9c8, 0xffd0d0, 0x404048, 0x000000)) {
            assertThat(page(colour).image()).matches(PageInkTest::isBlank, "even #%06x".formatted(colour));
            assertThat(page(colour).noise(6).image()).matches(PageInkTest::isBlank, "noisy #%06x".formatted(colour));
        }
        assertThat(page(0xf0f0e8).shadow(90).noise(4).image()).matches(PageInkTest::isBlank, "a shadow across");
        assertThat(page(0xffffff).dirt(60).noise(3).image()).matches(PageInkTest::isBlank, "specks");
        assertThat(page(0xffffff).box(0, 0, 4, HEIGHT, 0x202020).image()).matches(PageInkTest::isBlank, "a dark edge");
        assertThat(new RgbImage(1, 1, new byte[3])).matches(PageInkTest::isBlank, "one pixel");
    }

    @Test
    void theSmallestTextIsInk() {
        assertThat(page(0xffffff).seven(820, 2250, 20, 0x202020).image()).matches(PageInkTest::isInk, "a page number");
        assertThat(page(0xffffff)
                        .seven(820, 2250, 20, 0x202020)
                        .noise(6)
                        .dirt(60)
                        .image())
                .matches(PageInkTest::isInk, "a page number on a noisy page");
        assertThat(page(0xffffff).seven(300, 300, 30, 0xb8b8b8).image()).matches(PageInkTest::isInk, "pencil");
        assertThat(page(0xffff80).seven(300, 300, 30, 0xff8080).image()).matches(PageInkTest::isInk, "pale red");
        assertThat(page(0xffffff).seven(300, 300, 30, 0xffff60).image()).matches(PageInkTest::isInk, "yellow");
        assertThat(page(0x101010).seven(300, 300, 30, 0xf0f0f0).image()).matches(PageInkTest::isInk, "white on black");
        assertThat(page(0xe0e0e0).shadow(110).seven(300, 2000, 24, 0x303030).image())
                .matches(PageInkTest::isInk, "in a shadow");
        assertThat(page(0xffffff).box(200, 1000, 1200, 2, 0x000000).image()).matches(PageInkTest::isInk, "a rule");
    }

    @Test
    void aPictureIsInk() {
        assertThat(page(0xffffff).box(400, 400, 800, 900, 0x7090b0).image()).matches(PageInkTest::isInk, "a box");
        Page photo = new Page(640, 480, 0x808080);
        Random chance = new Random(1);
        for (int i = 0; i < 300; i++) {
            photo.box(chance.nextInt(600), chance.nextInt(440), 40, 40, chance.nextInt(0x1000000));
        }
        assertThat(photo.image()).matches(PageInkTest::isInk, "a picture without paper");
        assertThat(new Page(100, 100, 0x808080).noise(50).image()).matches(PageInkTest::isInk, "a rough picture");
    }

    @Test
    void aLineThatFillsItsPictureIsInk() {
        Page line = new Page(300, 32, 0xffffff);
        for (int x = 2; x < 290; x += 24) {
            line.seven(x, 0, 31, 0x000000);
        }
        assertThat(line.image()).matches(PageInkTest::isInk, "a line cut out of a page");
    }

    @Test
    void aTinyPictureHasNeitherDirtNorEdges() {
        assertThat(new Page(8, 8, 0xffffff).box(0, 0, 3, 3, 0).image()).matches(PageInkTest::isInk, "an icon");
        assertThat(new Page(8, 8, 0xffffff).image()).matches(PageInkTest::isBlank, "white");
    }

    private static boolean isBlank(RgbImage page) {
        return PageInk.isBlank(page);
    }

    private static boolean isInk(RgbImage page) {
        return !isBlank(page);
    }

    private static Page page(int colour) {
        return new Page(WIDTH, HEIGHT, colour);
    }

    /** What a scanner might have seen. */
    private static final class Page {

        private final int width;
        private final int height;
        private final byte[] pixels;
        private final Random chance = new Random(42);

        Page(int width, int height, int colour) {
            this.width = width;
            this.height = height;
            this.pixels = new byte[width * height * 3];
            box(0, 0, width, height, colour);
        }

        Page box(int left, int top, int wide, int high, int colour) {
            for (int y = top; y < Math.min(height, top + high); y++) {
                for (int x = left; x < Math.min(width, left + wide); x++) {
                    for (int channel = 0; channel < 3; channel++) {
                        pixels[(y * width + x) * 3 + channel] = (byte) (colour >> (16 - 8 * channel));
                    }
                }
            }
            return this;
        }

        /** The figure seven in strokes of an eighth of its height. */
        Page seven(int left, int top, int size, int colour) {
            int stroke = Math.max(2, size / 8);
            box(left, top, size * 2 / 3, stroke, colour);
            for (int y = 0; y < size; y++) {
                box(left + size / 2 - y / 3, top + y, stroke, 1, colour);
            }
            return this;
        }

        Page noise(int deviation) {
            int[] some = chance.ints(1 << 16)
                    .map(i -> (int) Math.round(chance.nextGaussian() * deviation))
                    .toArray();
            for (int i = 0, at = 0; i < pixels.length; i++) {
                at = (at + 1 + (i % 8191 == 0 ? chance.nextInt(some.length) : 0)) % some.length;
                set(i, (pixels[i] & 255) + some[at]);
            }
            return this;
        }

        /** Darker towards the right and the bottom, by so much at the corner. */
        Page shadow(int depth) {
            for (int i = 0; i < pixels.length; i++) {
                int x = i / 3 % width;
                int y = i / 3 / width;
                set(i, (pixels[i] & 255) - depth * (x + y) / (width + height));
            }
            return this;
        }

        Page dirt(int specks) {
            for (int i = 0; i < specks; i++) {
                box(chance.nextInt(width), chance.nextInt(height), 1 + chance.nextInt(3), 1 + chance.nextInt(3), 0);
            }
            return this;
        }

        private void set(int at, int value) {
            pixels[at] = (byte) Math.max(0, Math.min(255, value));
        }

        RgbImage image() {
            return new RgbImage(width, height, pixels);
        }
    }
}
