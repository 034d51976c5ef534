package io.pagestream.imaging.decode;

import java.io.IOException;

/**
 * What the header of a JPEG says.
 *
 * @param width pixels
 * @param height pixels
 * @param components 1 grey, 3 colour, 4 CMYK
 * @param progressive whether all coefficients are held in memory until the last scan
 * @param adobeTransform of the Adobe marker: 2 is YCCK; -1 when there is none
 */
record JpegFrame(int width, int height, int components, boolean progressive, int adobeTransform) {

    static JpegFrame of(byte[] bytes) throws IOException {
        int adobe = -1;
        int at = 2;
        while (at + 4 <= bytes.length) {
            int marker = unsigned(bytes, at + 1);
            if (unsigned(bytes, at) != 0xff || marker == 0xff || marker == 0) {
                at++;
                continue;
            }
            if (marker >= 0xd0 && marker <= 0xd8 || marker == 0x01) {
                at += 2;
                continue;
            }
            if (isFrame(marker) && at + 10 <= bytes.length) {
                int height = unsigned(bytes, at + 5) << 8 | unsigned(bytes, at + 6);
                int width = unsigned(bytes, at + 7) << 8 | unsigned(bytes, at + 8);
                return new JpegFrame(
                        width, height, unsigned(bytes, at + 9), (marker & 3) == 2, adobe(bytes, at, adobe));
            }
            if (marker == 0xda || marker == 0xd9) {
                break;
            }
            adobe = adobe(bytes, at, adobe);
            at += 2 + Math.max(2, unsigned(bytes, at + 2) << 8 | unsigned(bytes, at + 3));
        }
        throw new IOException("a JPEG without a frame header");
    }

    private static int adobe(byte[] bytes, int at, int before) {
        boolean is = unsigned(bytes, at + 1) == 0xee
                && at + 16 <= bytes.length
                && bytes[at + 4] == 'A'
                && bytes[at + 5] == 'd'
                && bytes[at + 6] == 'o'
                && bytes[at + 7] == 'b'
                && bytes[at + 8] == 'e';
        return is ? unsigned(bytes, at + 15) : before;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static int unsigned(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }
}
