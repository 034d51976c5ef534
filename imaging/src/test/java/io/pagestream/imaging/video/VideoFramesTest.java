package io.pagestream.imaging.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VideoFramesTest {

    /** Of a byte: FFmpeg computes colours with tables of integers. */
    private static final int COLOUR_TOLERANCE = 3;

    @Test
    void framesInAnyOrderEqualThoseOfFfmpeg() throws IOException {
        VideoFrames video = Videos.open("moving-square.mp4");

        assertThat(video.count()).isEqualTo(24);
        assertThat(video.framesPerSecond()).isEqualTo(12.0);
        List<RgbImage> frames = video.select(23, 0, 13, 7, 13);
        assertClose(frames.get(0), "moving-square.23.png");
        assertClose(frames.get(1), "moving-square.0.png");
        assertClose(frames.get(2), "moving-square.13.png");
        assertClose(frames.get(3), "moving-square.7.png");
        assertThat(frames.get(4)).isSameAs(frames.get(2));
    }

    @Test
    void aFrameIsTheSameWhateverElseIsSelected() throws IOException {
        VideoFrames video = Videos.open("moving-square.mp4");
        List<RgbImage> all =
                video.select(java.util.stream.IntStream.range(0, 24).toArray());

        for (int i = 0; i < 24; i++) {
            assertThat(video.select(i).get(0).pixels())
                    .as("frame %d", i)
                    .isEqualTo(all.get(i).pixels());
        }
    }

    @Test
    void slicesWithoutDeblockingInTheMatrixOfBt709() throws IOException {
        VideoFrames video = Videos.open("portrait-709.mov");

        RgbImage frame = video.select(5).get(0);

        assertThat(frame.height()).isGreaterThan(frame.width());
        assertClose(frame, "portrait-709.5.png");
    }

    @Test
    void theLibrarysThreadsAreNotStarted() throws IOException {
        Videos.open("portrait-709.mov").select(0, 1, 2);

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("pool-"));
    }

    @Test
    void whatWouldBeDecodedWronglyIsRefused() throws IOException {
        VideoFrames temporal = Videos.open("temporal-direct.mp4");
        assertRefused(
                Reason.UNSUPPORTED_TYPE,
                "temporal direct prediction",
                () -> temporal.select(
                        java.util.stream.IntStream.range(0, temporal.count()).toArray()));
        assertRefused(Reason.UNSUPPORTED_TYPE, "scaling matrices", () -> Videos.open("scaling-matrices.mp4"));
    }

    @Test
    void othersThanH264InMp4AreRefusedByName() throws IOException {
        byte[] video = Videos.bytes("moving-square.mp4");
        replace(video, "avc1", "hvc1");
        assertRefused(Reason.UNSUPPORTED_TYPE, "the video is coded as 'hvc1'", () -> open(video));
        assertRefused(Reason.UNSUPPORTED_TYPE, "this is neither", () -> open(Videos.bytes("moving-square.0.png")));
        assertRefused(Reason.EMPTY, "no bytes", () -> open(new byte[0]));
    }

    @Test
    void limitsAreKept() throws IOException {
        byte[] video = Videos.bytes("moving-square.mp4");
        Duration minute = Duration.ofMinutes(1);
        assertRefused(
                Reason.TOO_LARGE,
                "at most 1000 are allowed",
                () -> VideoFrames.open(video, new VideoLimits(1000, 1000, 1 << 20, minute)));
        assertRefused(
                Reason.TOO_LARGE,
                "24 frames, at most 23",
                () -> VideoFrames.open(video, new VideoLimits(1 << 20, 23, 1 << 20, minute)));
        assertRefused(
                Reason.TOO_MANY_PIXELS,
                "96 x 64 pixels, at most 6143",
                () -> VideoFrames.open(video, new VideoLimits(1 << 20, 1000, 6143, minute)));
        VideoFrames hurried = VideoFrames.open(video, new VideoLimits(1 << 20, 1000, 1 << 20, minute));
        assertThat(hurried.select(0)).hasSize(1);
        assertRefused(
                Reason.TIMED_OUT,
                "PT0.000001S",
                () -> VideoFrames.open(video, new VideoLimits(1 << 20, 1000, 1 << 20, Duration.ofNanos(1000)))
                        .select(23));
    }

    @Test
    void aMistakeOfTheCallerIsNotTheVideos() throws IOException {
        VideoFrames video = Videos.open("moving-square.mp4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> video.select(24))
                .withMessage("the video has frames 0 to 23, not 24");
        assertThatThrownBy(() -> video.select(new int[] {3}, frame -> {
                    throw new IllegalStateException("mine");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mine");
    }

    @Test
    void damageGivesPicturesOrATypedError() throws IOException {
        byte[] good = Videos.bytes("moving-square.mp4");
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bad = round % 10 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int i = 0; i < 1 + round % 7 && bad.length > 0; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                VideoFrames video =
                        VideoFrames.open(bad, new VideoLimits(1 << 20, 1000, 1 << 20, Duration.ofSeconds(20)));
                assertThat(video.select(0, video.count() - 1)).hasSize(2);
            } catch (DecodeException e) {
                assertThat(e.reason()).as(e.getMessage()).isNotEqualTo(Reason.TIMED_OUT);
                refused++;
            }
        }
        assertThat(refused).isBetween(50, 299);
    }

    private static VideoFrames open(byte[] video) throws DecodeException {
        return VideoFrames.open(video, VideoLimits.DEFAULT);
    }

    private static void assertRefused(
            Reason reason, String words, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }

    private static void replace(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(from, text.indexOf("stsd"));
        System.arraycopy(to.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, to.length());
    }

    private static void assertClose(RgbImage frame, String png) throws IOException {
        RgbImage expected = Videos.png(png);
        assertThat(frame.width()).isEqualTo(expected.width());
        assertThat(frame.height()).isEqualTo(expected.height());
        int worst = 0;
        for (int i = 0; i < frame.pixels().length; i++) {
            worst = Math.max(worst, Math.abs((frame.pixels()[i] & 0xff) - (expected.pixels()[i] & 0xff)));
        }
        assertThat(worst).as(png).isLessThanOrEqualTo(COLOUR_TOLERANCE);
    }
}
