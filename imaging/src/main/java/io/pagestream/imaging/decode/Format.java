package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The formats that are read here, told apart by their first bytes and never by a name. */
enum Format {
    PDF("application/pdf"),
    JPEG("image/jpeg"),
    PNG("image/png"),
    GIF("image/gif"),
    BMP("image/bmp"),
    TIFF("image/tiff"),
    WEBP("image/webp"),
    JPEG_2000("image/jp2");

    /** Readers look for the header of a PDF in so many bytes from the start. */
    private static final int PDF_HEADER_WITHIN = 1024;

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    static Format of(byte[] bytes) throws DecodeException {
        if (starts(bytes, 0, 0xff, 0xd8, 0xff)) {
            return JPEG;
        } else if (starts(bytes, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return PNG;
        } else if (starts(bytes, 0, 'G', 'I', 'F', '8')) {
            return GIF;
        } else if (starts(bytes, 0, 'B', 'M') && bytes.length > 26 && zeros(bytes, 6, 10)) {
            return BMP;
        } else if (starts(bytes, 0, 'I', 'I', 42, 0)
                || starts(bytes, 0, 'M', 'M', 0, 42)
                || starts(bytes, 0, 'I', 'I', 43, 0)
                || starts(bytes, 0, 'M', 'M', 0, 43)) {
            return TIFF;
        } else if (starts(bytes, 0, 'R', 'I', 'F', 'F') && starts(bytes, 8, 'W', 'E', 'B', 'P')) {
            return WEBP;
        } else if (starts(bytes, 0, 0, 0, 0, 12, 'j', 'P', ' ', ' ') || starts(bytes, 0, 0xff, 0x4f, 0xff, 0x51)) {
            return JPEG_2000;
        } else if (hasPdfHeader(bytes)) {
            return PDF;
        }
        throw new DecodeException(
                Reason.UNSUPPORTED_TYPE,
                "read are PDF, JPEG, PNG, GIF, BMP, TIFF, WebP and JPEG 2000; these " + bytes.length + " bytes are "
                        + guess(bytes));
    }

    private static boolean hasPdfHeader(byte[] bytes) {
        for (int i = 0; i < Math.min(PDF_HEADER_WITHIN, bytes.length - 4); i++) {
            if (starts(bytes, i, '%', 'P', 'D', 'F', '-')) {
                return true;
            }
        }
        return false;
    }

    /** What people send by mistake, so that the message helps. */
    private static String guess(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 256), StandardCharsets.ISO_8859_1);
        String lower = start.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return "an HTML page, perhaps the error message of a server";
        } else if (start.startsWith("PK")) {
            return "a ZIP archive or an office document";
        } else if (start.length() > 12 && start.startsWith("ftyp", 4)) {
            return "a file of the brand '" + start.substring(8, 12).strip() + "' (AVIF, HEIF or a video)";
        } else if (start.startsWith("%!PS")) {
            return "PostScript";
        } else if (start.startsWith("8BPS")) {
            return "a Photoshop document";
        } else if (lower.startsWith("<?xml") || lower.startsWith("<svg")) {
            return "XML or SVG";
        } else if (start.chars().allMatch(c -> c >= 32 && c < 127 || c == '\n' || c == '\r' || c == '\t')) {
            return "plain text";
        }
        StringBuilder hex = new StringBuilder("of a type that is not known; they start with");
        for (int i = 0; i < Math.min(8, bytes.length); i++) {
            hex.append(String.format(" %02x", bytes[i]));
        }
        return hex.toString();
    }

    private static boolean zeros(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean starts(byte[] bytes, int at, int... expected) {
        if (bytes.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[at + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
