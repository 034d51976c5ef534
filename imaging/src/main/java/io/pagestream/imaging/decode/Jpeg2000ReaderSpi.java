package io.pagestream.imaging.decode;

import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** Lets PDFBox find {@link Jpeg2000Reader} under the name that it asks for. */
final class Jpeg2000ReaderSpi extends ImageReaderSpi {

    Jpeg2000ReaderSpi() {
        super(
                "Pagestream",
                "1",
                new String[] {"JPEG2000", "jpeg2000", "JPEG 2000"},
                new String[] {"jp2", "j2k", "jpx"},
                new String[] {"image/jp2"},
                Jpeg2000Reader.class.getName(),
                new Class<?>[] {ImageInputStream.class},
                null,
                false,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                null);
    }

    @Override
    public boolean canDecodeInput(Object source) throws IOException {
        if (!(source instanceof ImageInputStream in)) {
            return false;
        }
        in.mark();
        try {
            int start = in.readInt();
            return start == 0x0000000c || start == 0xff4fff51;
        } finally {
            in.reset();
        }
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
        return new Jpeg2000Reader(this);
    }

    @Override
    public String getDescription(Locale locale) {
        return "JPEG 2000, Part 1";
    }
}
