package io.pagestream.imaging.decode.jpeg2000;

import java.io.IOException;
import java.nio.ByteBuffer;

/** How the components of a tile are coded; a tile begins with what the main header says and may say otherwise. */
final class TileHeader {

    private static final int MOST_LEVELS = 32;

    int progression;
    int layers;
    boolean mixed;
    boolean packetStarts;
    boolean packetEnds;
    final CodingStyle[] styles;
    final Quantization[] quantizations;
    private final boolean[] ownStyle;
    private final boolean[] ownQuantization;

    TileHeader(int components) {
        styles = new CodingStyle[components];
        quantizations = new Quantization[components];
        ownStyle = new boolean[components];
        ownQuantization = new boolean[components];
    }

    /** A copy for a tile: markers of the tile win over those of the main header. */
    TileHeader copy() {
        TileHeader copy = new TileHeader(styles.length);
        copy.progression = progression;
        copy.layers = layers;
        copy.mixed = mixed;
        copy.packetStarts = packetStarts;
        copy.packetEnds = packetEnds;
        System.arraycopy(styles, 0, copy.styles, 0, styles.length);
        System.arraycopy(quantizations, 0, copy.quantizations, 0, styles.length);
        return copy;
    }

    void codingDefault(ByteBuffer marker) throws IOException {
        int flags = marker.get();
        packetStarts = (flags & 2) != 0;
        packetEnds = (flags & 4) != 0;
        progression = marker.get() & 0xff;
        layers = marker.getShort() & 0xffff;
        mixed = marker.get() != 0;
        CodingStyle style = style(marker, (flags & 1) != 0);
        for (int c = 0; c < styles.length; c++) {
            styles[c] = ownStyle[c] ? styles[c] : style;
        }
    }

    void codingOfComponent(ByteBuffer marker) throws IOException {
        int component = component(marker);
        styles[component] = style(marker, (marker.get() & 1) != 0);
        ownStyle[component] = true;
    }

    void quantizationDefault(ByteBuffer marker) throws IOException {
        Quantization quantization = quantization(marker);
        for (int c = 0; c < styles.length; c++) {
            quantizations[c] = ownQuantization[c] ? quantizations[c] : quantization;
        }
    }

    void quantizationOfComponent(ByteBuffer marker) throws IOException {
        int component = component(marker);
        quantizations[component] = quantization(marker);
        ownQuantization[component] = true;
    }

    void requireComplete() throws IOException {
        for (int c = 0; c < styles.length; c++) {
            if (styles[c] == null || quantizations[c] == null) {
                throw new IOException("component " + c + " has no coding style or no quantization");
            }
        }
    }

    private int component(ByteBuffer marker) throws IOException {
        int component = marker.get() & 0xff;
        if (component >= styles.length) {
            throw new IOException("a marker for component " + component + " of " + styles.length);
        }
        return component;
    }

    private static CodingStyle style(ByteBuffer marker, boolean ownPrecincts) throws IOException {
        int levels = marker.get() & 0xff;
        int widthBits = (marker.get() & 0xf) + 2;
        int heightBits = (marker.get() & 0xf) + 2;
        int blockStyle = marker.get() & 0xff;
        boolean reversible = marker.get() == 1;
        if (levels > MOST_LEVELS || widthBits > 10 || heightBits > 10 || widthBits + heightBits > 12) {
            throw new IOException(levels + " levels and code blocks of 2^" + widthBits + " x 2^" + heightBits);
        }
        int[] precincts = new int[levels + 1];
        for (int r = 0; r <= levels; r++) {
            precincts[r] = ownPrecincts ? marker.get() & 0xff : 0xff;
            if (r > 0 && ((precincts[r] & 0xf) == 0 || precincts[r] >> 4 == 0)) {
                throw new IOException("a precinct that is smaller than its bands");
            }
        }
        return new CodingStyle(levels, widthBits, heightBits, blockStyle, reversible, precincts);
    }

    private static Quantization quantization(ByteBuffer marker) throws IOException {
        int flags = marker.get() & 0xff;
        int kind = flags & 0x1f;
        int count = kind == 0 ? marker.remaining() : kind == 1 ? 1 : marker.remaining() / 2;
        if (kind > 2 || count < 1) {
            throw new IOException("a quantization of kind " + kind + " with " + count + " steps");
        }
        int[] exponents = new int[count];
        int[] mantissas = new int[count];
        for (int i = 0; i < count; i++) {
            int value = kind == 0 ? (marker.get() & 0xff) << 8 : marker.getShort() & 0xffff;
            exponents[i] = value >> 11;
            mantissas[i] = value & 0x7ff;
        }
        return new Quantization(flags >> 5, kind == 1, exponents, mantissas);
    }
}
