package io.pagestream.imaging.decode;

import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;

/** A file that is one JPEG 2000 image. */
record Jpeg2000Pages(byte[] bytes, DecodeLimits limits) implements Pages {

    Jpeg2000Pages {
        Jpeg2000Header header = Jpeg2000Header.of(bytes);
        PixelLimit.check(header.width(), header.height(), limits, "the image");
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public String renderer() {
        return Jpeg2000Image.decoder();
    }

    @Override
    public RgbImage page(int index, Deadline deadline) throws IOException {
        long bytesNeeded = Jpeg2000Header.of(bytes).memory();
        MemoryBudget.Share share = MemoryBudget.take(bytesNeeded, deadline, "a JPEG 2000 image");
        try {
            return Jpeg2000Image.decode(bytes).toRgb();
        } finally {
            share.close();
        }
    }

    @Override
    public void close() {
        // The bytes belong to the caller.
    }
}
