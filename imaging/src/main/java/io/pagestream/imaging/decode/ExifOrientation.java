package io.pagestream.imaging.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Finds the orientation that a camera wrote into a JPEG, PNG or WebP, and that of a directory of a TIFF. */
final class ExifOrientation {

    private static final int TAG = 0x0112;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private ExifOrientation() {}

    /** 1 to 8; 1 also when there is none, or what is there cannot be read. */
    static int of(Format format, byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        return switch (format) {
            case JPEG -> ofJpeg(file);
            case PNG -> ofChunks(file, 8, "eXIf", true);
            case WEBP -> ofChunks(file.order(ByteOrder.LITTLE_ENDIAN), 12, "EXIF", false);
            default -> 1;
        };
    }

    /** Of directory {@code index} of a classic TIFF. */
    static int ofTiffDirectory(byte[] bytes, int index) {
        ByteBuffer tiff = ByteBuffer.wrap(bytes);
        tiff.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (tiff.limit() < 8 || tiff.getShort(2) != 42) {
            return 1;
        }
        int at = tiff.getInt(4);
        for (int i = 0; at > 0 && at <= tiff.limit() - 2; i++) {
            if (i == index) {
                return inDirectory(tiff, at);
            }
            int next = at + 2 + 12 * (tiff.getShort(at) & 0xffff);
            if (next > tiff.limit() - 4) {
                return 1;
            }
            at = tiff.getInt(next);
        }
        return 1;
    }

    private static int ofJpeg(ByteBuffer file) {
        int at = 2;
        while (at + 4 <= file.limit() && (file.get(at) & 0xff) == 0xff) {
            int marker = file.get(at + 1) & 0xff;
            int length = file.getShort(at + 2) & 0xffff;
            if (marker == 0xda || marker == 0xd9 || length < 2) {
                return 1;
            }
            if (marker == 0xe1 && startsWithExif(file, at + 4)) {
                return ofTiff(file, at + 10, Math.min(file.limit(), at + 2 + length));
            }
            at += 2 + length;
        }
        return 1;
    }

    /** PNG: length, name, data, checksum. RIFF: name, length, data, padded to two bytes. */
    private static int ofChunks(ByteBuffer file, int first, String name, boolean png) {
        int at = first;
        while (at + 8 <= file.limit()) {
            int length = file.getInt(png ? at : at + 4);
            if (length < 0 || length > file.limit() - at - 8) {
                return 1;
            }
            if (isName(file, png ? at + 4 : at, name)) {
                int data = at + 8 + (startsWithExif(file, at + 8) ? EXIF.length : 0);
                return ofTiff(file, data, at + 8 + length);
            }
            at += 8 + length + (png ? 4 : length & 1);
        }
        return 1;
    }

    private static boolean isName(ByteBuffer file, int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (file.get(at + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWithExif(ByteBuffer file, int at) {
        return at + EXIF.length <= file.limit() && file.slice(at, EXIF.length).equals(ByteBuffer.wrap(EXIF));
    }

    private static int ofTiff(ByteBuffer file, int from, int to) {
        if (to - from < 14) {
            return 1;
        }
        ByteBuffer tiff = file.slice(from, to - from);
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        return directory < 0 || directory > tiff.limit() - 2 ? 1 : inDirectory(tiff, directory);
    }

    private static int inDirectory(ByteBuffer tiff, int directory) {
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0, at = directory + 2; i < entries && at <= tiff.limit() - 12; i++, at += 12) {
            if ((tiff.getShort(at) & 0xffff) == TAG) {
                return valid(tiff.getShort(at + 8));
            }
        }
        return 1;
    }

    private static int valid(int orientation) {
        return orientation >= 1 && orientation <= 8 ? orientation : 1;
    }
}
