package io.pagestream.imaging.decode.jpeg2000;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** The markers of a codestream (Annex A): sizes, how tiles are coded, and the packets of each tile put together. */
final class Codestream {

    private static final int SIZ = 0xff51;
    private static final int COD = 0xff52;
    private static final int COC = 0xff53;
    private static final int QCD = 0xff5c;
    private static final int QCC = 0xff5d;
    private static final int RGN = 0xff5e;
    private static final int POC = 0xff5f;
    private static final int PPM = 0xff60;
    private static final int PPT = 0xff61;
    private static final int SOT = 0xff90;
    private static final int SOD = 0xff93;
    private static final int EOC = 0xffd9;

    /** A tile: how it is coded, and its packets. */
    static final class Tile {
        final TileHeader header;
        final ByteArrayOutputStream packets = new ByteArrayOutputStream();

        Tile(TileHeader header) {
            this.header = header;
        }
    }

    final ImageSize size;
    final Map<Integer, Tile> tiles = new TreeMap<>();
    private final TileHeader main;

    private Codestream(ImageSize size) {
        this.size = size;
        this.main = new TileHeader(size.components());
    }

    /** Only as far as the size; {@code data} begins with the codestream. */
    static ImageSize size(ByteBuffer data) throws IOException {
        if (data.remaining() < 8 || data.getShort() != (short) 0xff4f || data.getShort() != (short) SIZ) {
            throw new IOException("no codestream where one should begin");
        }
        return ImageSize.of(body(data));
    }

    /** Reads all markers; a stream that ends early keeps the tiles that are there. */
    static Codestream read(ByteBuffer data) throws IOException {
        Codestream stream = new Codestream(size(data));
        try {
            while (data.remaining() >= 2) {
                int marker = data.getShort() & 0xffff;
                if (marker == EOC) {
                    break;
                } else if (marker == SOT) {
                    stream.readTilePart(data);
                } else {
                    readMarker(marker, body(data), stream.main);
                }
            }
        } catch (BufferUnderflowException e) {
            if (stream.tiles.isEmpty()) {
                throw new IOException("the codestream ends within its header", e);
            }
        }
        if (stream.tiles.isEmpty()) {
            throw new IOException("a codestream without tiles");
        }
        return stream;
    }

    private void readTilePart(ByteBuffer data) throws IOException {
        int start = data.position() - 2;
        ByteBuffer header = body(data);
        int index = header.getShort() & 0xffff;
        long length = header.getInt() & 0xffffffffL;
        if (index >= size.tilesAcross() * size.tilesDown()) {
            throw new IOException("tile " + index + " of " + size.tilesAcross() * size.tilesDown());
        }
        Tile tile = tiles.computeIfAbsent(index, i -> new Tile(main.copy()));
        int marker = data.getShort() & 0xffff;
        while (marker != SOD) {
            readMarker(marker, body(data), tile.header);
            marker = data.getShort() & 0xffff;
        }
        tile.header.requireComplete();
        long end = length == 0 ? data.limit() : Math.min(start + length, data.limit());
        int count = (int) Math.max(0, end - data.position());
        byte[] packets = new byte[count];
        data.get(packets);
        tile.packets.writeBytes(packets);
    }

    private static void readMarker(int marker, ByteBuffer body, TileHeader header) throws IOException {
        switch (marker) {
            case COD -> header.codingDefault(body);
            case COC -> header.codingOfComponent(body);
            case QCD -> header.quantizationDefault(body);
            case QCC -> header.quantizationOfComponent(body);
            case RGN, POC, PPM, PPT ->
                throw new IOException("marker " + Integer.toHexString(marker)
                        + ": regions of interest, changes of progression and packed headers are not read");
            default -> {
                // Comments, lengths and pointers are of no use for decoding.
            }
        }
    }

    /** What follows a marker's length, and the buffer behind it. */
    private static ByteBuffer body(ByteBuffer data) throws IOException {
        if (data.remaining() < 2) {
            throw new BufferUnderflowException();
        }
        int length = data.getShort() & 0xffff;
        if (length < 2) {
            throw new IOException("a marker of " + length + " bytes");
        }
        if (length - 2 > data.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer body = data.slice(data.position(), length - 2);
        data.position(data.position() + length - 2);
        return body;
    }
}
