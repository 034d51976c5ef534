package io.pagestream.imaging.decode.jpeg2000;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Takes the packets of a tile apart, in the order of its progression, and gives each code block its data (B.9 to B.12). */
final class Packets {

    private final TileHeader header;
    private final byte[] data;
    private int at;

    Packets(TileHeader header, byte[] data) {
        this.header = header;
        this.data = data;
    }

    /** Reads until the data end; what is missing is left as it is, the image is then less sharp. */
    void read(List<TileComponent> components) throws IOException {
        List<Precinct> precincts = new ArrayList<>();
        components.forEach(component -> precincts.addAll(component.precincts));
        precincts.sort(order());
        try {
            if (header.progression == 0) {
                readLayers(precincts, components);
            } else if (header.progression == 1) {
                for (int from = 0, to; from < precincts.size(); from = to) {
                    to = from;
                    while (to < precincts.size() && precincts.get(to).resolution == precincts.get(from).resolution) {
                        to++;
                    }
                    readLayers(precincts.subList(from, to), components);
                }
            } else {
                for (Precinct precinct : precincts) {
                    readLayers(List.of(precinct), components);
                }
            }
        } catch (EOFException e) {
            // A truncated image is shown as far as it goes.
            at = data.length;
        }
    }

    private void readLayers(List<Precinct> precincts, List<TileComponent> components) throws IOException {
        for (int layer = 0; layer < header.layers; layer++) {
            for (Precinct precinct : precincts) {
                if (at >= data.length) {
                    return;
                }
                Jpeg2000Image.requireWanted();
                readPacket(precinct, layer, components.get(precinct.component));
            }
        }
    }

    private Comparator<Precinct> order() throws IOException {
        ToLongFunction<Precinct> c = Precinct::component;
        ToLongFunction<Precinct> r = Precinct::resolution;
        ToLongFunction<Precinct> x = Precinct::x;
        ToLongFunction<Precinct> y = Precinct::y;
        List<ToLongFunction<Precinct>> keys = switch (header.progression) {
            case 0, 1 -> List.of(r, c);
            case 2 -> List.of(r, y, x, c);
            case 3 -> List.of(y, x, c, r);
            case 4 -> List.of(c, y, x, r);
            default -> throw new IOException("a progression of kind " + header.progression);
        };
        Comparator<Precinct> order = Comparator.comparingLong(keys.get(0));
        for (ToLongFunction<Precinct> key : keys.subList(1, keys.size())) {
            order = order.thenComparingLong(key);
        }
        return order.thenComparingLong(Precinct::index);
    }

    /** What a packet brings for one segment of a code block. */
    private record Piece(CodeBlock.Segment segment, int length) {}

    private void readPacket(Precinct precinct, int layer, TileComponent component) throws IOException {
        if (header.packetStarts && isMarker(0x91)) {
            at += 6;
        }
        PacketBits bits = new PacketBits(data, at);
        List<Piece> pieces = new ArrayList<>();
        if (bits.read() == 1) {
            for (Precinct.Blocks blocks : precinct.bands) {
                for (int i = 0; i < blocks.blocks.length; i++) {
                    readBlockHeader(blocks, i, layer, component, bits, pieces);
                }
            }
        }
        at = bits.align();
        if (header.packetEnds && isMarker(0x92)) {
            at += 2;
        }
        for (Piece piece : pieces) {
            int length = Math.min(piece.length(), data.length - at);
            if (length > 0) {
                piece.segment().data.write(data, at, length);
                at += length;
            }
        }
    }

    private boolean isMarker(int low) {
        return at + 1 < data.length && (data[at] & 0xff) == 0xff && (data[at + 1] & 0xff) == low;
    }

    private void readBlockHeader(
            Precinct.Blocks blocks, int i, int layer, TileComponent component, PacketBits bits, List<Piece> pieces)
            throws IOException {
        CodeBlock block = blocks.blocks[i];
        int x = i % blocks.columns;
        int y = i / blocks.columns;
        boolean included = block.included ? bits.read() == 1 : blocks.inclusion.isLess(x, y, layer + 1, bits);
        if (!included) {
            return;
        }
        if (!block.included) {
            block.included = true;
            block.emptyBitPlanes = blocks.emptyBitPlanes.value(x, y, 74, bits);
        }
        int passes = passes(bits);
        while (bits.read() == 1) {
            block.lengthBits++;
        }
        while (passes > 0) {
            CodeBlock.Segment segment = block.open(component.style);
            int now = Math.min(passes, segment.most - segment.passes);
            int lengthBits = block.lengthBits + 31 - Integer.numberOfLeadingZeros(now);
            if (lengthBits > 30) {
                throw new IOException("a code block whose length takes " + lengthBits + " bits");
            }
            pieces.add(new Piece(segment, bits.read(lengthBits)));
            segment.passes += now;
            passes -= now;
        }
    }

    /** Table B.4. */
    private static int passes(PacketBits bits) throws EOFException {
        if (bits.read() == 0) {
            return 1;
        } else if (bits.read() == 0) {
            return 2;
        }
        int few = bits.read(2);
        if (few < 3) {
            return 3 + few;
        }
        int more = bits.read(5);
        return more < 31 ? 6 + more : 37 + bits.read(7);
    }
}
