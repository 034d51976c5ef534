package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.jpeg2000.Jpeg2000Header;
import io.pagestream.imaging.decode.jpeg2000.Jpeg2000Image;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** The narrow door that PDFBox needs to images in JPEG 2000: one image, eight bits, whole or a part of it. */
final class Jpeg2000Reader extends ImageReader {

    private byte[] bytes = {};

    Jpeg2000Reader(ImageReaderSpi provider) {
        super(provider);
    }

    @Override
    public void setInput(Object source, boolean forwardOnly, boolean ignoreMetadata) {
        super.setInput(source, forwardOnly, ignoreMetadata);
        bytes = new byte[0];
    }

    @Override
    public int getNumImages(boolean search) {
        return 1;
    }

    @Override
    public int getWidth(int index) throws IOException {
        return header().width();
    }

    @Override
    public int getHeight(int index) throws IOException {
        return header().height();
    }

    @Override
    public Iterator<ImageTypeSpecifier> getImageTypes(int index) {
        return Collections.emptyIterator();
    }

    @Override
    public IIOMetadata getStreamMetadata() {
        return null;
    }

    @Override
    public IIOMetadata getImageMetadata(int index) {
        return null;
    }

    @Override
    public BufferedImage read(int index, ImageReadParam param) throws IOException {
        header();
        Jpeg2000Image decoded = Jpeg2000Image.decode(bytes);
        BufferedImage whole = buffered(decoded);
        ImageReadParam asked = param == null ? getDefaultReadParam() : param;
        Rectangle region = getSourceRegion(asked, decoded.width(), decoded.height());
        int stepX = asked.getSourceXSubsampling();
        int stepY = asked.getSourceYSubsampling();
        if (stepX == 1 && stepY == 1 && region.width == decoded.width() && region.height == decoded.height()) {
            return whole;
        }
        int width = (region.width + stepX - 1) / stepX;
        int height = (region.height + stepY - 1) / stepY;
        WritableRaster part = whole.getRaster().createCompatibleWritableRaster(width, height);
        Object sample = null;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sample = whole.getRaster().getDataElements(region.x + x * stepX, region.y + y * stepY, sample);
                part.setDataElements(x, y, sample);
            }
        }
        return new BufferedImage(whole.getColorModel(), part, false, null);
    }

    private static BufferedImage buffered(Jpeg2000Image image) {
        int bands = image.bands();
        int[] offsets = {0, 1, 2, 3};
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(image.samples(), image.samples().length),
                image.width(),
                image.height(),
                image.width() * bands,
                bands,
                Arrays.copyOf(offsets, bands),
                null);
        ColorSpace colors = switch (bands) {
            case 1 -> ColorSpace.getInstance(ColorSpace.CS_GRAY);
            case 3 -> ColorSpace.getInstance(ColorSpace.CS_sRGB);
            default -> new NaiveCmyk();
        };
        return new BufferedImage(
                new ComponentColorModel(colors, false, false, ComponentColorModel.OPAQUE, DataBuffer.TYPE_BYTE),
                raster,
                false,
                null);
    }

    /** Reads the input when it is first needed, and checks its size against what any document may claim. */
    private Jpeg2000Header header() throws IOException {
        if (bytes.length == 0) {
            ImageInputStream in = (ImageInputStream) getInput();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] block = new byte[1 << 16];
            in.seek(0);
            for (int n = in.read(block); n > 0; n = in.read(block)) {
                all.write(block, 0, n);
            }
            bytes = all.toByteArray();
        }
        Jpeg2000Header header = Jpeg2000Header.of(bytes);
        PixelLimit.check(header.width(), header.height(), DecodeLimits.DEFAULT, "a JPEG 2000 image");
        return header;
    }

    /** Enough of a colour space for a colour model; PDFBox converts by the document's own. */
    private static final class NaiveCmyk extends ColorSpace {

        private static final long serialVersionUID = 1L;

        NaiveCmyk() {
            super(TYPE_CMYK, 4);
        }

        @Override
        public float[] toRGB(float[] cmyk) {
            float light = 1 - cmyk[3];
            return new float[] {(1 - cmyk[0]) * light, (1 - cmyk[1]) * light, (1 - cmyk[2]) * light};
        }

        @Override
        public float[] fromRGB(float[] rgb) {
            return new float[] {1 - rgb[0], 1 - rgb[1], 1 - rgb[2], 0};
        }

        @Override
        public float[] toCIEXYZ(float[] cmyk) {
            return ColorSpace.getInstance(CS_sRGB).toCIEXYZ(toRGB(cmyk));
        }

        @Override
        public float[] fromCIEXYZ(float[] xyz) {
            return fromRGB(ColorSpace.getInstance(CS_sRGB).fromCIEXYZ(xyz));
        }
    }
}
