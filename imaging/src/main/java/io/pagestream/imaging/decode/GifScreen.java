package io.pagestream.imaging.decode;

import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.NodeList;

/**
 * The screen of a GIF, on which its first frame is laid.
 *
 * @param width pixels
 * @param height pixels
 */
record GifScreen(int width, int height) {

    static GifScreen of(byte[] bytes) throws IOException {
        if (bytes.length < 13) {
            throw new IOException("a GIF that ends within its header");
        }
        return new GifScreen((bytes[6] & 0xff) | (bytes[7] & 0xff) << 8, (bytes[8] & 0xff) | (bytes[9] & 0xff) << 8);
    }

    /** A frame that fills the screen is the page; what a smaller one leaves free is black. */
    RgbImage withFrame(RgbImage frame, ImageReader reader, DecodeLimits limits) throws IOException {
        int left = descriptor(reader, "imageLeftPosition");
        int top = descriptor(reader, "imageTopPosition");
        int pageWidth = Math.max(width, left + frame.width());
        int pageHeight = Math.max(height, top + frame.height());
        if (pageWidth == frame.width() && pageHeight == frame.height()) {
            return frame;
        }
        PixelLimit.check(pageWidth, pageHeight, limits, "the first frame with its position");
        byte[] page = new byte[pageWidth * pageHeight * 3];
        for (int y = 0; y < frame.height(); y++) {
            System.arraycopy(
                    frame.pixels(), y * frame.width() * 3, page, ((top + y) * pageWidth + left) * 3, frame.width() * 3);
        }
        return new RgbImage(pageWidth, pageHeight, page);
    }

    private static int descriptor(ImageReader reader, String attribute) throws IOException {
        IIOMetadata metadata = reader.getImageMetadata(0);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
        NodeList found = root.getElementsByTagName("ImageDescriptor");
        return found.getLength() == 0 ? 0 : Integer.parseInt(((IIOMetadataNode) found.item(0)).getAttribute(attribute));
    }
}
