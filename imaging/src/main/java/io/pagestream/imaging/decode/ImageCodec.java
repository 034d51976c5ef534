package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.jpeg2000.Jpeg2000Header;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;

/** The size of an image inside a PDF as its codec will see it, which may be another than the document claims. */
final class ImageCodec {

    private static final int JBIG2_PAGE = 48;

    /** The native decoder holds all coefficients until the last scan. */
    private static final int BYTES_PER_PROGRESSIVE_PIXEL = 6;

    private ImageCodec() {}

    /** The bytes that the codec takes beside the pixels that it gives; 0 when the header does not say. */
    static long memory(Unpacking.Unpacked stream, COSDictionary image, DecodeLimits limits) throws IOException {
        return switch (stream.codec()) {
            case "DCTDecode", "DCT" -> jpeg(all(stream), limits);
            case "JPXDecode" -> jpeg2000(all(stream), limits);
            case "JBIG2Decode" -> jbig2(ByteBuffer.wrap(all(stream)), limits);
            case "CCITTFaxDecode", "CCF" -> fax(Unpacking.parameters(image, stream.codecAt()), limits);
            default -> 0;
        };
    }

    private static byte[] all(Unpacking.Unpacked stream) throws IOException {
        try (InputStream in = stream.bytes().open()) {
            return in.readAllBytes();
        }
    }

    private static long jpeg(byte[] bytes, DecodeLimits limits) {
        JpegFrame frame;
        try {
            frame = JpegFrame.of(bytes);
        } catch (IOException e) {
            // Nothing will be decoded from it; the renderer leaves such an image out.
            return 0;
        }
        long pixels = PixelLimit.check(frame.width(), Math.max(1, frame.height()), limits, "a JPEG on the page");
        return frame.progressive() ? BYTES_PER_PROGRESSIVE_PIXEL * pixels : 0;
    }

    private static long jpeg2000(byte[] bytes, DecodeLimits limits) {
        Jpeg2000Header header;
        try {
            header = Jpeg2000Header.of(bytes);
        } catch (IOException e) {
            return 0;
        }
        PixelLimit.check(header.width(), header.height(), limits, "a JPEG 2000 image on the page");
        return header.memory();
    }

    private static long fax(COSDictionary parameters, DecodeLimits limits) {
        int columns = parameters.getInt(COSName.COLUMNS, 1728);
        int rows = Math.max(1, parameters.getInt(COSName.ROWS, 1));
        return PixelLimit.check(columns, rows, limits, "a fax image on the page") / 8;
    }

    /** Walks the headers of the segments: those of the page and of regions begin with a width and a height. */
    private static long jbig2(ByteBuffer data, DecodeLimits limits) {
        long largest = 0;
        int at = 0;
        while (at + 11 <= data.limit()) {
            int flags = data.get(at + 4) & 0xff;
            int referred = data.get(at + 5) >> 5 & 7;
            long header = 6;
            if (referred == 7) {
                referred = data.getInt(at + 5) & 0x1fffffff;
                header = 5 + 4 + (referred + 8L) / 8;
            }
            int number = data.getInt(at);
            int each = number >= 0 && number <= 256 ? 1 : number >= 0 && number <= 65_536 ? 2 : 4;
            header += (long) referred * each + ((flags & 0x40) != 0 ? 4 : 1);
            if (at + header + 4 + 8 > data.limit()) {
                return largest;
            }
            int body = (int) (at + header + 4);
            int type = flags & 0x3f;
            if (type == JBIG2_PAGE || isRegion(type)) {
                largest = Math.max(largest, area(data, body, limits));
            }
            int length = data.getInt(body - 4);
            if (length < 0 || length > data.limit() - body) {
                return largest;
            }
            at = body + length;
        }
        return largest;
    }

    private static boolean isRegion(int type) {
        return type >= 4 && type <= 7 || type >= 20 && type <= 23 || type >= 36 && type <= 43;
    }

    private static long area(ByteBuffer data, int at, DecodeLimits limits) {
        long width = data.getInt(at) & 0xffffffffL;
        long height = data.getInt(at + 4) & 0xffffffffL;
        // A page of unknown height grows stripe by stripe.
        return PixelLimit.check(width, height == 0xffffffffL ? 1 : height, limits, "a JBIG2 image on the page") / 8;
    }
}
