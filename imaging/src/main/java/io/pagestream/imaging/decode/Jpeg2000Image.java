package io.pagestream.imaging.decode;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;

/**
 * A decoded JPEG 2000 image in 8 bits, whatever it was stored in.
 *
 * @param width pixels
 * @param height pixels
 * @param bands 1 grey, 3 RGB, 4 CMYK
 * @param samples [height, width, bands]
 */
record Jpeg2000Image(int width, int height, int bands, byte[] samples) {

    private static final int COLOR_SYCC = 3;
    private static final int COLOR_EYCC = 4;

    /** {@code sizeof(opj_image_comp_t)}, and where its fields lie. */
    private static final int COMPONENT_BYTES = 64;

    private static final long DATA = 48;
    private static final long ALPHA = 56;

    static Jpeg2000Image decode(byte[] bytes) throws IOException {
        Jpeg2000Header header = Jpeg2000Header.of(bytes);
        OpenJpeg library = library();
        Pointer codec = library.opj_create_decompress(header.boxed() ? OpenJpeg.JP2_FILE : OpenJpeg.CODESTREAM);
        Pointer stream = library.opj_stream_create(1 << 16, 1);
        BytesAsStream source = new BytesAsStream(bytes);
        PointerByReference image = new PointerByReference();
        try (Memory parameters = new Memory(OpenJpeg.PARAMETERS_BYTES)) {
            source.attachTo(stream, library);
            library.opj_set_default_decoder_parameters(parameters);
            require(library.opj_setup_decoder(codec, parameters), "its decoder could not be set up");
            library.opj_decoder_set_strict_mode(codec, 0);
            require(library.opj_read_header(stream, codec, image), "its header is damaged");
            requireSame(header, image.getValue());
            require(library.opj_decode(codec, stream, image.getValue()), "its data are damaged");
            library.opj_end_decompress(codec, stream);
            return copy(image.getValue(), header);
        } finally {
            if (image.getValue() != null) {
                library.opj_image_destroy(image.getValue());
            }
            library.opj_stream_destroy(stream);
            library.opj_destroy_codec(codec);
        }
    }

    static String decoder() {
        return "openjpeg " + library().opj_version();
    }

    RgbImage toRgb() {
        byte[] rgb = new byte[width * height * 3];
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
        return new RgbImage(width, height, rgb);
    }

    private static OpenJpeg library() {
        try {
            return OpenJpeg.library();
        } catch (LinkageError e) {
            throw new Refused(
                    Reason.UNSUPPORTED_TYPE,
                    "JPEG 2000 needs a native library, which could not be loaded on this platform: " + e.getMessage());
        }
    }

    private static void require(int done, String otherwise) throws IOException {
        if (done == 0) {
            throw new IOException("a JPEG 2000 image that cannot be decoded: " + otherwise);
        }
    }

    /** The limits were asked with our reading of the header; the decoder must have read the same. */
    private static void requireSame(Jpeg2000Header header, Pointer image) throws IOException {
        long width = (image.getInt(8) & 0xffffffffL) - (image.getInt(0) & 0xffffffffL);
        long height = (image.getInt(12) & 0xffffffffL) - (image.getInt(4) & 0xffffffffL);
        if (width != header.width() || height != header.height() || image.getInt(16) != header.components()) {
            throw new IOException("a JPEG 2000 image with two different headers");
        }
    }

    private static Jpeg2000Image copy(Pointer image, Jpeg2000Header header) throws IOException {
        int components = image.getInt(16);
        Pointer first = image.getPointer(24);
        int opaque = 0;
        while (opaque < Math.min(components, 4) && first.getShort(opaque * COMPONENT_BYTES + ALPHA) == 0) {
            opaque++;
        }
        int bands = opaque >= 4 ? 4 : opaque >= 3 ? 3 : 1;
        byte[] samples = new byte[Math.multiplyExact(header.width() * bands, header.height())];
        for (int band = 0; band < bands; band++) {
            copyPlane(first.share((long) band * COMPONENT_BYTES), header, samples, band, bands);
        }
        int color = image.getInt(20);
        if (bands == 3 && (color == COLOR_SYCC || color == COLOR_EYCC)) {
            fromYcc(samples);
        }
        return new Jpeg2000Image(header.width(), header.height(), bands, samples);
    }

    /** A plane may have fewer samples than the image has pixels; the nearest one is repeated. */
    private static void copyPlane(Pointer component, Jpeg2000Header header, byte[] samples, int band, int bands)
            throws IOException {
        int stepX = component.getInt(0);
        int stepY = component.getInt(4);
        int planeWidth = component.getInt(8);
        int planeHeight = component.getInt(12);
        int precision = component.getInt(24);
        int offset = component.getInt(32) != 0 ? 1 << (precision - 1) : 0;
        Pointer data = component.getPointer(DATA);
        if (data == null || planeWidth < 1 || planeHeight < 1 || stepX < 1 || stepY < 1 || precision < 1) {
            throw new IOException("a JPEG 2000 image with an empty component");
        }
        int most = precision >= 31 ? Integer.MAX_VALUE : (1 << precision) - 1;
        int[] row = new int[planeWidth];
        for (int y = 0; y < header.height(); y++) {
            data.read(4L * planeWidth * Math.min(y / stepY, planeHeight - 1), row, 0, planeWidth);
            int at = y * header.width() * bands + band;
            for (int x = 0; x < header.width(); x++, at += bands) {
                int value = Math.max(0, Math.min(most, row[Math.min(x / stepX, planeWidth - 1)] + offset));
                samples[at] = (byte) (precision > 8 ? value >> (precision - 8) : value * 255 / most);
            }
        }
    }

    private static void fromYcc(byte[] samples) {
        for (int i = 0; i < samples.length; i += 3) {
            int luma = samples[i] & 0xff;
            int blueness = (samples[i + 1] & 0xff) - 128;
            int redness = (samples[i + 2] & 0xff) - 128;
            samples[i] = clip(luma + 1.402 * redness);
            samples[i + 1] = clip(luma - 0.344136 * blueness - 0.714136 * redness);
            samples[i + 2] = clip(luma + 1.772 * blueness);
        }
    }

    private static byte clip(double value) {
        return (byte) Math.max(0, Math.min(255, Math.rint(value)));
    }

    /** What the native decoder calls back to read; held until decoding has ended, or the callbacks would be collected. */
    private static final class BytesAsStream {

        private final byte[] bytes;
        private final OpenJpeg.Read read = this::read;
        private final OpenJpeg.Skip skip = this::skip;
        private final OpenJpeg.Seek seek = this::seek;
        private long position;

        BytesAsStream(byte[] bytes) {
            this.bytes = bytes;
        }

        void attachTo(Pointer stream, OpenJpeg library) {
            library.opj_stream_set_read_function(stream, read);
            library.opj_stream_set_skip_function(stream, skip);
            library.opj_stream_set_seek_function(stream, seek);
            library.opj_stream_set_user_data(stream, Pointer.NULL, Pointer.NULL);
            library.opj_stream_set_user_data_length(stream, bytes.length);
        }

        private long read(Pointer buffer, long wanted, Pointer user) {
            int count = (int) Math.min(wanted, bytes.length - position);
            if (count <= 0) {
                return -1;
            }
            buffer.write(0, bytes, (int) position, count);
            position += count;
            return count;
        }

        private long skip(long wanted, Pointer user) {
            long count = Math.min(wanted, bytes.length - position);
            if (wanted < 0 || count <= 0) {
                return -1;
            }
            position += count;
            return count;
        }

        private int seek(long to, Pointer user) {
            if (to < 0 || to > bytes.length) {
                return 0;
            }
            position = to;
            return 1;
        }
    }
}
