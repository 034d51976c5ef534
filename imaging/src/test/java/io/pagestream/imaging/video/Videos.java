package io.pagestream.imaging.video;

import io.pagestream.imaging.pixels.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** The videos of the tests; see their ORIGIN.md. */
final class Videos {

    private Videos() {}

    static Path path(String name) {
        return Path.of("src", "test", "videos", name);
    }

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(path(name));
    }

    static VideoFrames open(String name) throws IOException {
        return VideoFrames.open(bytes(name), VideoLimits.DEFAULT);
    }

    static RgbImage png(String name) throws IOException {
        BufferedImage image = ImageIO.read(path(name).toFile());
        byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
        for (int i = 0; i < rgb.length; i++) {
            int argb = image.getRGB(i / 3 % image.getWidth(), i / 3 / image.getWidth());
            rgb[i] = (byte) (argb >> (16 - 8 * (i % 3)));
        }
        return new RgbImage(image.getWidth(), image.getHeight(), rgb);
    }
}
