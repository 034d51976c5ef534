package io.pagestream.imaging.decode.jpeg2000;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What the boxes of a JP2 file say about the components (Annex I); a bare codestream says nothing. */
final class Boxes {

    static final int SYCC = 18;

    private static final int TYPE_HEADER = 0x6a703268;
    private static final int TYPE_COLOR = 0x636f6c72;
    private static final int TYPE_PALETTE = 0x70636c72;
    private static final int TYPE_MAP = 0x636d6170;
    private static final int TYPE_CHANNELS = 0x63646566;
    private static final int TYPE_CODESTREAM = 0x6a703263;
    private static final int CODESTREAM = 0xff4fff51;

    /** Where the codestream begins; -1 as long as none was found. */
    int codestreamAt = -1;

    int codestreamEnd;
    int colorSpace;

    /** [entry][column], 8 bits; empty when there is none. */
    int[][] palette = {};

    /** For each channel the component that it is made of. */
    int[] channelComponent = {};

    /** For each channel the column of the palette, -1 when it is the component itself. */
    int[] channelColumn = {};

    /** Channels that are opacity and not colour, as bits. */
    private long opacity;

    static Boxes of(byte[] bytes) throws IOException {
        Boxes boxes = new Boxes();
        ByteBuffer data = ByteBuffer.wrap(bytes);
        if (data.remaining() >= 4 && data.getInt(0) == CODESTREAM) {
            boxes.codestreamAt = 0;
            boxes.codestreamEnd = bytes.length;
        } else {
            boxes.read(data, 0, bytes.length, 0);
        }
        if (boxes.codestreamAt < 0) {
            throw new IOException("no codestream in it");
        }
        return boxes;
    }

    boolean isOpacity(int channel) {
        return channel < 64 && (opacity >> channel & 1) == 1;
    }

    private void read(ByteBuffer data, int from, int to, int depth) {
        int at = from;
        while (at + 8 <= to) {
            long length = data.getInt(at) & 0xffffffffL;
            int type = data.getInt(at + 4);
            int body = at + 8;
            if (length == 1 && at + 16 <= to) {
                length = data.getLong(at + 8);
                body = at + 16;
            }
            long end = length == 0 ? to : at + length;
            if (end < body || end > to) {
                // A length that lies is cut; the codestream says itself where it ends.
                end = to;
            }
            if (type == TYPE_HEADER && depth == 0) {
                read(data, body, (int) end, 1);
            } else if (type == TYPE_CODESTREAM && codestreamAt < 0) {
                codestreamAt = body;
                codestreamEnd = (int) end;
            } else {
                describe(type, data.slice(body, (int) end - body));
            }
            at = (int) end;
        }
    }

    private void describe(int type, ByteBuffer body) {
        if (type == TYPE_COLOR && body.remaining() >= 7 && body.get(0) == 1 && colorSpace == 0) {
            colorSpace = body.getInt(3);
        } else if (type == TYPE_PALETTE) {
            readPalette(body);
        } else if (type == TYPE_MAP) {
            int channels = body.remaining() / 4;
            channelComponent = new int[channels];
            channelColumn = new int[channels];
            for (int i = 0; i < channels; i++) {
                channelComponent[i] = body.getShort(4 * i) & 0xffff;
                channelColumn[i] = body.get(4 * i + 2) == 1 ? body.get(4 * i + 3) & 0xff : -1;
            }
        } else if (type == TYPE_CHANNELS) {
            for (int at = 2; at + 6 <= body.remaining(); at += 6) {
                int channel = body.getShort(at) & 0xffff;
                int kind = body.getShort(at + 2) & 0xffff;
                if (channel < 64 && (kind == 1 || kind == 2)) {
                    opacity |= 1L << channel;
                }
            }
        }
    }

    private void readPalette(ByteBuffer body) {
        if (body.remaining() < 3) {
            return;
        }
        int entries = body.getShort() & 0xffff;
        int columns = body.get() & 0xff;
        int[] bits = new int[columns];
        int entryBytes = 0;
        for (int c = 0; c < columns && body.hasRemaining(); c++) {
            bits[c] = (body.get() & 0x7f) + 1;
            entryBytes += bits[c] > 8 ? 2 : 1;
        }
        if (Arrays.stream(bits).anyMatch(b -> b < 1 || b > 16) || body.remaining() < entries * entryBytes) {
            return;
        }
        palette = new int[entries][columns];
        for (int[] entry : palette) {
            for (int c = 0; c < columns; c++) {
                int value = bits[c] > 8 ? body.getShort() & 0xffff : body.get() & 0xff;
                entry[c] = Jpeg2000Image.toByte(value, bits[c]);
            }
        }
    }
}
