package io.pagestream.imaging.decode.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Jpeg2000ImageTest {

    /** Checksums of what OpenJPEG 2.5.4 makes of the same files; both are coded without loss. */
    @ParameterizedTest
    @CsvSource({"pillow__9bit.j2k, 128, 128, -75255856", "pillow__16bit.cropped-jp2.jp2, 64, 64, -774814814"})
    void samplesAreThoseOfTheReferenceDecoder(String name, int width, int height, int checksum) throws IOException {
        Jpeg2000Image image = Jpeg2000Image.decode(bytes(name));

        assertThat(image.width()).isEqualTo(width);
        assertThat(image.height()).isEqualTo(height);
        assertThat(Arrays.hashCode(image.samples())).isEqualTo(checksum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pillow__9bit.j2k", "pillow__16bit.cropped-jp2.jp2"})
    void anImageThatEndsEarlyIsDecodedAsFarAsItGoes(String name) throws IOException {
        byte[] whole = bytes(name);

        Jpeg2000Image image = Jpeg2000Image.decode(Arrays.copyOf(whole, whole.length / 2));

        assertThat(distance(image, Jpeg2000Image.decode(whole))).isBetween(0.0001, 40.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pillow__9bit.j2k", "pillow__16bit.cropped-jp2.jp2", "pillow__zero_height.j2k"})
    void noDamageEndsInAnythingButAnImageOrARefusal(String name) throws IOException {
        byte[] whole = bytes(name);
        Random random = new Random(5);
        for (int round = 0; round < 150; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 1 + round % 8; i++) {
                damaged[random.nextInt(round % 2 == 0 ? 200 : whole.length)] = (byte) random.nextInt();
            }
            try {
                if (Jpeg2000Header.of(damaged).memory() < 64 << 20) {
                    Jpeg2000Image.decode(damaged);
                }
            } catch (IOException | RuntimeException e) {
                assertThat(e).isNotInstanceOf(ClassCastException.class);
            }
        }
    }

    @Test
    void aThreadThatIsInterruptedStopsDecoding() throws IOException {
        byte[] whole = bytes("pillow__9bit.j2k");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Jpeg2000Image.decode(whole)).isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void bytesOfAnotherKindAreRefused() {
        assertThatThrownBy(() -> Jpeg2000Header.of(new byte[100])).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Jpeg2000Header.of(new byte[] {(byte) 0xff, 0x4f, (byte) 0xff, 0x51, 0, 41}))
                .isInstanceOf(IOException.class);
    }

    private static double distance(Jpeg2000Image one, Jpeg2000Image other) {
        long sum = 0;
        for (int i = 0; i < one.samples().length; i++) {
            sum += Math.abs((one.samples()[i] & 0xff) - (other.samples()[i] & 0xff));
        }
        return (double) sum / one.samples().length;
    }

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(Path.of("src", "test", "documents", name));
    }
}
