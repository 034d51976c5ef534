package io.pagestream.imaging.decode;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.pixels.Turn;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** A picture file: one page, or one for each directory of a TIFF. */
final class RasterPages implements Pages {

    private final Format format;
    private final byte[] bytes;
    private final RenderRule rule;
    private final DecodeLimits limits;
    private final ImageReader reader;
    private final ImageInputStream input;
    private final int count;

    private RasterPages(Format format, byte[] bytes, RenderRule rule, DecodeLimits limits) throws IOException {
        this.format = format;
        this.bytes = bytes;
        this.rule = rule;
        this.limits = limits;
        this.reader = ImageReaders.of(format);
        this.input = new ByteArrayImageInputStream(bytes);
        reader.setInput(input, false, format != Format.TIFF && format != Format.GIF);
        this.count = format == Format.TIFF ? reader.getNumImages(true) : 1;
    }

    static Pages open(Format format, byte[] bytes, RenderRule rule, DecodeLimits limits) throws IOException {
        if (format == Format.JPEG_2000) {
            return Jpeg2000Pages.open(bytes, limits);
        }
        RasterPages pages = new RasterPages(format, bytes, rule, limits);
        if (pages.count < 1) {
            throw new IOException("there is no image in it");
        }
        if (pages.count > limits.maxPages()) {
            throw new Refused(
                    Reason.TOO_MANY_PAGES, pages.count + " pages, at most " + limits.maxPages() + " are allowed");
        }
        pages.checkedPixels(0);
        return pages;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public String renderer() {
        String java = "java-" + Runtime.version().feature() + "."
                + Runtime.version().interim() + "." + Runtime.version().update();
        String provider = reader.getOriginatingProvider().getVersion();
        return reader.getOriginatingProvider().getVendorName().startsWith("TwelveMonkeys")
                ? "imageio-twelvemonkeys-" + provider.split("/")[0] + "-" + java
                : "imageio-" + java;
    }

    @Override
    public RgbImage page(int index, Deadline deadline) throws IOException {
        long pixels = checkedPixels(index);
        Turn turn = turn(index);
        long bytesEach = decodedBytes(index) + (turn.equals(Turn.NONE) ? 3 : 6);
        MemoryBudget.Share share = MemoryBudget.take(pixels * bytesEach, deadline, "an image of " + pixels + " pixels");
        try {
            return turn.apply(decode(index));
        } finally {
            share.close();
        }
    }

    private RgbImage decode(int index) throws IOException {
        if (format == Format.JPEG) {
            JpegFrame frame = JpegFrame.of(bytes);
            if (frame.components() == 4) {
                return CmykJpeg.read(input, frame);
            }
        }
        RgbImage image = RgbPixels.of(reader.read(index));
        return format == Format.GIF ? GifScreen.of(bytes).withFrame(image, reader, limits) : image;
    }

    private Turn turn(int index) {
        if (format == Format.TIFF) {
            return Turn.ofExif(ExifOrientation.ofTiffDirectory(bytes, index));
        }
        return rule.orientation() == RenderRule.Orientation.UPRIGHT
                ? Turn.ofExif(ExifOrientation.of(format, bytes))
                : Turn.NONE;
    }

    /** By the header, before anything is decoded. */
    private long checkedPixels(int index) throws IOException {
        if (format == Format.GIF) {
            GifScreen screen = GifScreen.of(bytes);
            PixelLimit.check(screen.width(), screen.height(), limits, "the screen of the GIF");
        }
        int width = reader.getWidth(index);
        int height = reader.getHeight(index);
        return PixelLimit.check(width, height, limits, "image " + index);
    }

    private long decodedBytes(int index) throws IOException {
        if (format == Format.JPEG && JpegFrame.of(bytes).progressive()) {
            // The native decoder holds two bytes for each coefficient until the last scan has been read.
            return 3 + 6;
        }
        ImageTypeSpecifier type = reader.getRawImageType(index);
        if (type == null) {
            return 4;
        }
        return (type.getSampleModel().getNumBands()
                                * (long) type.getSampleModel().getSampleSize(0)
                        + 7)
                / 8;
    }

    @Override
    public void close() throws IOException {
        reader.dispose();
        input.close();
    }
}
