package io.pagestream.formats;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * A font for text that is found and copied, but not seen: every code of two bytes is the same empty glyph, half as wide
 * as the text is high. Codes are given to characters as they come, so that the map to Unicode is exact for all of them,
 * outside of the basic plane too. The idea is that of Tesseract's {@code pdf.ttf}.
 *
 * <p>The program of the font is TrueType with the tables that PDF asks for of a CIDFontType2 (ISO 32000-1, 9.9) and two
 * glyphs without outline: .notdef, which PDF/A does not let text refer to, and the one that all codes are mapped to.
 */
final class GlyphlessFont {

    /** Width of every glyph, in thousandths of the size. */
    static final int WIDTH = 500;

    /** Of the size, above and below the base line. */
    static final double ASCENT = 0.8;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int UNITS = 1000;
    private static final int MOST_CODES = 0xFFFF;
    private static final int MOST_IN_SECTION = 100;
    private static final COSName FONT_FILE_2 = COSName.getPDFName("FontFile2");
    private static final String NAME = "PagestreamGlyphless";

    private final PDDocument document;
    private final COSDictionary font = new COSDictionary();
    private final Map<Integer, Integer> codes = new LinkedHashMap<>();

    GlyphlessFont(PDDocument document) {
        this.document = document;
    }

    /** The font as pages refer to it; complete after {@link #finish}. */
    COSDictionary dictionary() {
        return font;
    }

    /** Hexadecimal codes of {@code text}. A document has at most 65,535 different characters; others are U+FFFD. */
    String encode(String text) {
        StringBuilder hex = new StringBuilder();
        text.codePoints().forEach(c -> hex.append(HEX.toHexDigits((short) code(c))));
        return hex.toString();
    }

    private int code(int c) {
        Integer known = codes.get(c);
        if (known != null) {
            return known;
        }
        if (codes.size() == MOST_CODES - 1 && c != SafeText.REPLACEMENT) {
            return code(SafeText.REPLACEMENT);
        }
        codes.put(c, codes.size() + 1);
        return codes.size();
    }

    /** Writes what depends on the characters that were used. */
    void finish() throws IOException {
        COSDictionary descendant = new COSDictionary();
        descendant.setItem(COSName.TYPE, COSName.FONT);
        descendant.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE2);
        descendant.setName(COSName.BASE_FONT, NAME);
        descendant.setItem(COSName.CIDSYSTEMINFO, systemInfo());
        descendant.setItem(COSName.FONT_DESC, descriptor());
        descendant.setInt(COSName.DW, WIDTH);
        descendant.setItem(COSName.CID_TO_GID_MAP, stream(glyphOfEachCode()));
        COSArray descendants = new COSArray();
        descendants.add(descendant);
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE0);
        font.setName(COSName.BASE_FONT, NAME);
        font.setItem(COSName.ENCODING, COSName.IDENTITY_H);
        font.setItem(COSName.DESCENDANT_FONTS, descendants);
        font.setItem(COSName.TO_UNICODE, stream(toUnicode().getBytes(StandardCharsets.US_ASCII)));
    }

    private static COSDictionary systemInfo() {
        COSDictionary info = new COSDictionary();
        info.setItem(COSName.REGISTRY, new COSString("Adobe"));
        info.setItem(COSName.ORDERING, new COSString("Identity"));
        info.setInt(COSName.SUPPLEMENT, 0);
        return info;
    }

    private COSDictionary descriptor() throws IOException {
        COSDictionary descriptor = new COSDictionary();
        descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
        descriptor.setName(COSName.FONT_NAME, NAME);
        int fixedPitchAndSymbolic = 1 | 4;
        descriptor.setInt(COSName.FLAGS, fixedPitchAndSymbolic);
        COSArray box = new COSArray();
        for (int value : new int[] {0, descent(), WIDTH, ascent()}) {
            box.add(COSInteger.get(value));
        }
        descriptor.setItem(COSName.FONT_BBOX, box);
        descriptor.setInt(COSName.ITALIC_ANGLE, 0);
        descriptor.setInt(COSName.ASCENT, ascent());
        descriptor.setInt(COSName.DESCENT, descent());
        descriptor.setInt(COSName.CAP_HEIGHT, ascent());
        descriptor.setInt(COSName.STEM_V, 80);
        byte[] program = trueType();
        COSStream file = stream(program);
        file.setInt(COSName.LENGTH1, program.length);
        descriptor.setItem(FONT_FILE_2, file);
        return descriptor;
    }

    private static int ascent() {
        return (int) Math.round(ASCENT * UNITS);
    }

    private static int descent() {
        return ascent() - UNITS;
    }

    private byte[] glyphOfEachCode() {
        byte[] glyphs = new byte[2 * (codes.size() + 1)];
        for (int code = 1; code <= codes.size(); code++) {
            glyphs[2 * code + 1] = 1;
        }
        return glyphs;
    }

    private String toUnicode() {
        StringBuilder map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                + "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                + "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                + "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        List<Map.Entry<Integer, Integer>> all = new ArrayList<>(codes.entrySet());
        for (int from = 0; from < all.size(); from += MOST_IN_SECTION) {
            var section = all.subList(from, Math.min(all.size(), from + MOST_IN_SECTION));
            map.append(section.size()).append(" beginbfchar\n");
            for (Map.Entry<Integer, Integer> each : section) {
                String code = HEX.toHexDigits(each.getValue().shortValue());
                map.append('<')
                        .append(code)
                        .append("> <")
                        .append(utf16(each.getKey()))
                        .append(">\n");
            }
            map.append("endbfchar\n");
        }
        return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
                .toString();
    }

    private static String utf16(int c) {
        StringBuilder hex = new StringBuilder();
        for (char unit : Character.toChars(c)) {
            hex.append(HEX.toHexDigits(unit));
        }
        return hex.toString();
    }

    private COSStream stream(byte[] bytes) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(bytes);
        }
        return stream;
    }

    /** Tables in the order of their tags; every check sum as the format wants it. */
    private static byte[] trueType() throws IOException {
        Map<String, byte[]> tables = new TreeMap<>();
        tables.put("glyf", new byte[4]);
        tables.put(
                "head",
                shorts(
                        1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 3, UNITS, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, WIDTH, 0, 0, 8, 2, 0,
                        0));
        tables.put("hhea", shorts(1, 0, ascent(), descent(), 0, WIDTH, 0, 0, WIDTH, 1, 0, 0, 0, 0, 0, 0, 0, 2));
        tables.put("hmtx", shorts(WIDTH, 0, WIDTH, 0));
        tables.put("loca", shorts(0, 0, 0));
        tables.put("maxp", shorts(1, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0));
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(directory);
        for (int value : new int[] {1, 0, tables.size(), 64, 2, tables.size() * 16 - 64}) {
            out.writeShort(value);
        }
        int start = 12 + 16 * tables.size();
        for (Map.Entry<String, byte[]> table : tables.entrySet()) {
            out.writeBytes(table.getKey());
            out.writeInt(sum(table.getValue()));
            out.writeInt(start + body.size());
            out.writeInt(table.getValue().length);
            body.write(table.getValue());
            body.write(new byte[-table.getValue().length & 3]);
        }
        body.writeTo(directory);
        return directory.toByteArray();
    }

    private static byte[] shorts(int... values) {
        byte[] bytes = new byte[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) (values[i] >> 8);
            bytes[2 * i + 1] = (byte) values[i];
        }
        return bytes;
    }

    private static int sum(byte[] table) {
        int sum = 0;
        for (int i = 0; i < table.length; i++) {
            sum += (table[i] & 0xff) << 8 * (3 - i % 4);
        }
        return sum;
    }
}
