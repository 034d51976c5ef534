package io.pagestream.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentDecoderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zero-byte.pdf                            | EMPTY            | no bytes",
                "html-named.png                           | UNSUPPORTED_TYPE | HTML",
                "text-named.pdf                           | UNSUPPORTED_TYPE | plain text",
                "zip-named.pdf                            | UNSUPPORTED_TYPE | ZIP",
                "pillow__hopper-avif.avif                 | UNSUPPORTED_TYPE | avif",
                "random-bytes.pdf                         | UNSUPPORTED_TYPE | start with",
                "only-header.pdf                          | CORRUPT          | damaged",
                "pillow__broken.png                       | CORRUPT          | image/png",
                "pillow__zero_width.gif                   | CORRUPT          | 0 x",
                "truncated-200-bytes.jpg                  | CORRUPT          | No image data",
                "png-bomb-25000x25000.png                 | TOO_MANY_PIXELS  | 25000 x 25000",
                "pdf-image-bomb-25000x25000.pdf           | TOO_MANY_PIXELS  | 25000 x 25000",
                "pillow__reallybig.bmp                    | TOO_MANY_PIXELS  | at most 120000000",
                "pdf.js__bomb_giant.pdf                   | TOO_MANY_PIXELS  | 100000 x 100000",
                "pdf.js__issue21579.pdf                   | PASSWORD_NEEDED  | no password was given"
            })
    void whatCannotBeReadIsRefusedWithItsReason(String name, Reason reason, String says) {
        DecodeException refusal = catchThrowableOfType(DecodeException.class, () -> decodeAll(Documents.bytes(name)));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal).hasMessageContaining(says);
    }

    @Test
    void aWrongPasswordIsToldFromAMissingOne() {
        DecodeException refusal = catchThrowableOfType(
                DecodeException.class,
                () -> DocumentDecoder.open(
                        Documents.bytes("pdfminer.six__aes-256-r6.pdf"),
                        "guess",
                        RenderRule.DEFAULT,
                        DecodeLimits.DEFAULT));

        assertThat(refusal.reason()).isEqualTo(Reason.PASSWORD_NEEDED);
        assertThat(refusal).hasMessageContaining("does not open it");
    }

    @Test
    void aPasswordThatIsNotNeededDoesNotHurt() throws IOException {
        byte[] bytes = Documents.bytes("pypdf__r6-owner-password.pdf");

        try (PageCursor cursor = DocumentDecoder.open(bytes, "guess", RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
            assertThat(cursor.pageCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pdf-named.jpg, application/pdf, 1",
        "jpeg-without-extension, image/jpeg, 1",
        "pillow__multipage.tiff, image/tiff, 3",
        "pillow__g4-multi.tiff, image/tiff, 3",
        "pillow__dispose_bgnd.gif, image/gif, 1",
        "pillow__num_plays.png, image/png, 1",
        "pillow__hopper.webp, image/webp, 1",
        "pillow__9bit.j2k, image/jp2, 1",
        "pillow__pal4rle.bmp, image/bmp, 1",
        "pdf.js__three_pages_with_number.pdf, application/pdf, 3"
    })
    void theTypeIsTakenFromTheBytes(String name, String mediaType, int pages) throws IOException {
        try (PageCursor cursor = Documents.open(name)) {
            assertThat(cursor.mediaType()).isEqualTo(mediaType);
            assertThat(cursor.pageCount()).isEqualTo(pages);
            assertThat(cursor.renderer()).matches("[a-z0-9-]+-[0-9].*");
        }
    }

    @Test
    void aPageOfVectorsHasTheResolutionOfTheRule() throws IOException {
        RenderRule hundred = new RenderRule(100, 6000, RenderRule.Orientation.UPRIGHT);
        RenderRule small = new RenderRule(100, 550, RenderRule.Orientation.UPRIGHT);
        byte[] letter = Documents.bytes("pypdf__crazyones.pdf");

        assertThat(first(letter, hundred).toString()).isEqualTo("RgbImage(850 x 1100)");
        assertThat(first(letter, small).toString()).isEqualTo("RgbImage(425 x 550)");
    }

    @Test
    void aHugePageIsRenderedAtFewerDots() throws IOException {
        RgbImage page = first(Documents.bytes("pdf-huge-page.pdf"), RenderRule.DEFAULT);

        assertThat(Math.max(page.width(), page.height())).isLessThanOrEqualTo(6000);
    }

    @Test
    void aScannedPageIsItsImageAndNotARendering() throws IOException {
        RgbImage upright = first(Documents.bytes("docling__ocr_test_rotated_180.pdf"), RenderRule.DEFAULT);
        RenderRule coarse = new RenderRule(50, 6000, RenderRule.Orientation.UPRIGHT);

        assertThat(first(Documents.bytes("docling__ocr_test_rotated_180.pdf"), coarse)
                        .pixels())
                .isEqualTo(upright.pixels());
    }

    @Test
    void pagesMayBeReadInAnyOrderAndMoreThanOnce() throws IOException {
        try (PageCursor cursor = Documents.open("pdf.js__three_pages_with_number.pdf")) {
            RgbImage last = cursor.page(2);
            cursor.page(0);
            assertThat(cursor.page(2).pixels()).isEqualTo(last.pixels());
        }
    }

    @Test
    void pagesThatDoNotExistAreRefused() throws IOException {
        try (PageCursor cursor = Documents.open("pillow__multipage.tiff")) {
            DecodeException refusal = catchThrowableOfType(DecodeException.class, () -> cursor.page(3));

            assertThat(refusal.reason()).isEqualTo(Reason.PAGE_OUT_OF_RANGE);
            assertThat(refusal).hasMessageContaining("0 to 2");
        }
    }

    @Test
    void limitsAreKept() {
        assertThat(refusal("pillow__multipage.tiff", 1 << 20, 1000, 2, Duration.ofSeconds(20)))
                .isEqualTo(Reason.TOO_MANY_PAGES);
        assertThat(refusal("pdf.js__three_pages_with_number.pdf", 1 << 20, 1 << 30, 2, Duration.ofSeconds(20)))
                .isEqualTo(Reason.TOO_MANY_PAGES);
        assertThat(refusal("pillow__multipage.tiff", 100, 1000, 9, Duration.ofSeconds(20)))
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal("pillow__hopper.webp", 1 << 20, 1000, 9, Duration.ofSeconds(20)))
                .isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(refusal("flate-bomb-content-128mb.pdf", 1 << 20, 1 << 30, 9, Duration.ofSeconds(20)))
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal("flate-bomb-content-128mb.pdf", 256 << 20, 1 << 30, 9, Duration.ofMillis(20)))
                .isEqualTo(Reason.TIMED_OUT);
    }

    @Test
    void afterATimeOutTheCursorStillAnswers() throws IOException {
        DecodeLimits impatient = new DecodeLimits(1 << 20, 1 << 30, 9, Duration.ofSeconds(20), Duration.ofNanos(1));
        byte[] bytes = Documents.bytes("pdf.js__three_pages_with_number.pdf");
        try (PageCursor cursor = DocumentDecoder.open(bytes, RenderRule.DEFAULT, impatient)) {
            for (int page : new int[] {0, 1, 0}) {
                DecodeException refusal = catchThrowableOfType(DecodeException.class, () -> cursor.page(page));
                assertThat(refusal.reason()).isEqualTo(Reason.TIMED_OUT);
            }
        }
    }

    @Test
    void alphaIsDroppedAndNotComposed() throws IOException {
        RgbImage image = first(Documents.bytes("pillow__transparent.webp"), RenderRule.DEFAULT);

        assertThat(image.toString()).isEqualTo("RgbImage(200 x 150)");
        assertThat(new HashSet<>(Arrays.asList(boxed(image.pixels()))).size()).isGreaterThan(10);
    }

    private static Byte[] boxed(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return boxed;
    }

    private static RgbImage first(byte[] bytes, RenderRule rule) throws IOException {
        try (PageCursor cursor = DocumentDecoder.open(bytes, rule, DecodeLimits.DEFAULT)) {
            return cursor.page(0);
        }
    }

    private static void decodeAll(byte[] bytes) throws IOException {
        try (PageCursor cursor = DocumentDecoder.open(bytes, RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
            for (int i = 0; i < cursor.pageCount(); i++) {
                cursor.page(i);
            }
        }
    }

    private static Reason refusal(String name, long bytes, long pixels, int pages, Duration perPage) {
        DecodeLimits limits = new DecodeLimits(bytes, pixels, pages, Duration.ofSeconds(20), perPage);
        return catchThrowableOfType(DecodeException.class, () -> {
                    try (PageCursor cursor = DocumentDecoder.open(Documents.bytes(name), RenderRule.DEFAULT, limits)) {
                        cursor.page(0);
                    }
                })
                .reason();
    }
}
