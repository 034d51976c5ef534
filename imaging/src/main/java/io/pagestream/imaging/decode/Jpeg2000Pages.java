package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.jpeg2000.Jpeg2000Header;
import io.pagestream.imaging.decode.jpeg2000.Jpeg2000Image;
import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;

/** A file that is one JPEG 2000 image. */
record Jpeg2000Pages(byte[] bytes, Jpeg2000Header header) implements Pages {

    static Jpeg2000Pages open(byte[] bytes, DecodeLimits limits) throws IOException {
        Jpeg2000Header header = Jpeg2000Header.of(bytes);
        PixelLimit.check(header.width(), header.height(), limits, "the image");
        return new Jpeg2000Pages(bytes, header);
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public String renderer() {
        return "pagestream-jpeg2000-1";
    }

    @Override
    public RgbImage page(int index, Deadline deadline) throws IOException {
        MemoryBudget.Share share = MemoryBudget.take(header.memory(), deadline, "a JPEG 2000 image");
        try {
            return rgb(Jpeg2000Image.decode(bytes));
        } finally {
            share.close();
        }
    }

    private static RgbImage rgb(Jpeg2000Image image) {
        int bands = image.bands();
        byte[] samples = image.samples();
        byte[] rgb = new byte[image.width() * image.height() * 3];
        for (int i = 0, at = 0; i < rgb.length; i += 3, at += bands) {
            if (bands == 4) {
                int black = samples[at + 3] & 0xff;
                rgb[i] = (byte) RgbPixels.mix(samples[at] & 0xff, black);
                rgb[i + 1] = (byte) RgbPixels.mix(samples[at + 1] & 0xff, black);
                rgb[i + 2] = (byte) RgbPixels.mix(samples[at + 2] & 0xff, black);
            } else {
                rgb[i] = samples[at];
                rgb[i + 1] = samples[bands == 1 ? at : at + 1];
                rgb[i + 2] = samples[bands == 1 ? at : at + 2];
            }
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    @Override
    public void close() {
        // The bytes belong to the caller.
    }
}
