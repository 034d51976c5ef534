package io.pagestream.imaging.decode;

import com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.apache.pdfbox.jbig2.JBIG2ImageReaderSpi;

/**
 * The ImageIO readers, named one by one.
 *
 * <p>Never looked up by what happens to lie on a class path: another reader would give other pixels. PDFBox, however, looks
 * its readers up, so those it needs are put into the registry, which would not find them from a class loader of its own.
 */
final class ImageReaders {

    static {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        for (ImageReaderSpi reader : List.of(
                new JPEGImageReaderSpi(),
                new TIFFImageReaderSpi(),
                new BMPImageReaderSpi(),
                new WebPImageReaderSpi(),
                new JBIG2ImageReaderSpi(),
                new Jpeg2000ReaderSpi())) {
            if (registry.getServiceProviderByClass(reader.getClass()) == null) {
                registry.registerServiceProvider(reader);
            }
        }
    }

    private ImageReaders() {}

    /** Makes the readers known to whoever asks ImageIO for one by name. */
    static void register() {
        // The static initialiser has done it.
    }

    static ImageReader of(Format format) throws IOException {
        return switch (format) {
            case JPEG -> registered(JPEGImageReaderSpi.class);
            case TIFF -> registered(TIFFImageReaderSpi.class);
            case BMP -> registered(BMPImageReaderSpi.class);
            case WEBP -> registered(WebPImageReaderSpi.class);
            case PNG, GIF -> ofPlatform(format.name().toLowerCase(Locale.ROOT));
            case PDF, JPEG_2000 -> throw new IllegalArgumentException(format + " is not read through ImageIO");
        };
    }

    /** The reader that comes with Java; there is always one. */
    static ImageReader ofPlatform(String name) throws IOException {
        Iterator<ImageReaderSpi> found = IIORegistry.getDefaultInstance()
                .getServiceProviders(
                        ImageReaderSpi.class,
                        spi -> "java.desktop".equals(spi.getClass().getModule().getName())
                                && List.of(((ImageReaderSpi) spi).getFormatNames())
                                        .contains(name),
                        true);
        if (!found.hasNext()) {
            throw new IllegalStateException("this Java has no reader for " + name + ": is java.desktop complete?");
        }
        return found.next().createReaderInstance();
    }

    private static ImageReader registered(Class<? extends ImageReaderSpi> type) throws IOException {
        return IIORegistry.getDefaultInstance().getServiceProviderByClass(type).createReaderInstance();
    }
}
