package io.pagestream.operators.page;

import io.pagestream.imaging.ink.InkLine;
import io.pagestream.imaging.ink.Mark;
import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.operators.wire.SharedSerializer;
import io.pagestream.schemas.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a page's reference, its grid and where its lines stand, never its tiles.
 *
 * <p>Layout 1: the page as an Avro single object (its header names the schema by fingerprint, so that a later schema can
 * still read it), columns, rows, width, height, renderer. Layout 2: the same, and then why the page is shown to the model. Layout
 * 3: the same; then how the page was set upright (turned, skew, width and height in points), the number of its lines, and of
 * each left, top, right, bottom, size. All are read, 3 is written.
 */
final class TiledPageSerializer extends SharedSerializer<TiledPage> {

    static final TiledPageSerializer INSTANCE = new TiledPageSerializer();

    private static final long serialVersionUID = 1L;
    private static final int WITHOUT_ROUTING = 1;
    private static final int WITHOUT_LINES = 2;
    private static final int LAYOUT = 3;
    private static final int MAX_PAGE_BYTES = 16 << 20;

    private TiledPageSerializer() {}

    @Override
    public TiledPage createInstance() {
        return TiledPage.reference(new Page(), new TileGrid(1, 1), level(0, 0), List.of(), "");
    }

    @Override
    public void serialize(TiledPage tiled, DataOutputView out) throws IOException {
        out.writeByte(LAYOUT);
        AvroBytes.write(AvroBytes.singleObject(tiled.page()), out);
        out.writeInt(tiled.grid().columns());
        out.writeInt(tiled.grid().rows());
        out.writeInt(tiled.width());
        out.writeInt(tiled.height());
        out.writeUTF(tiled.renderer());
        out.writeUTF(tiled.routing());
        PagePose place = tiled.place();
        out.writeInt(place.turned());
        out.writeDouble(place.skew());
        out.writeDouble(place.pointsWidth());
        out.writeDouble(place.pointsHeight());
        out.writeInt(tiled.lines().size());
        for (InkLine line : tiled.lines()) {
            out.writeInt(line.box().left());
            out.writeInt(line.box().top());
            out.writeInt(line.box().right());
            out.writeInt(line.box().bottom());
            out.writeDouble(line.size());
        }
    }

    @Override
    public TiledPage deserialize(DataInputView in) throws IOException {
        int layout = in.readByte();
        if (layout < WITHOUT_ROUTING || layout > LAYOUT) {
            throw new IOException(
                    "need a tiled page of layout " + WITHOUT_ROUTING + " to " + LAYOUT + ", found " + layout);
        }
        Page page = AvroBytes.readSingleObject(AvroBytes.read(in, MAX_PAGE_BYTES), Page.class);
        TileGrid grid = new TileGrid(in.readInt(), in.readInt());
        int width = in.readInt();
        int height = in.readInt();
        String renderer = in.readUTF();
        String routing = layout == WITHOUT_ROUTING ? "" : in.readUTF();
        boolean lined = layout > WITHOUT_LINES;
        PagePose place = lined ? place(width, height, in) : level(width, height);
        List<InkLine> lines = lined ? lines(in) : List.of();
        return TiledPage.reference(page, grid, place, lines, renderer).because(routing);
    }

    /** Pages were read as they lay. */
    private static PagePose level(int width, int height) {
        return new PagePose(width, height, 0, 0, 0, 0);
    }

    private static PagePose place(int width, int height, DataInputView in) throws IOException {
        return new PagePose(width, height, in.readInt(), in.readDouble(), in.readDouble(), in.readDouble());
    }

    private static List<InkLine> lines(DataInputView in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > InkLine.MOST) {
            throw new IOException("need 0 to " + InkLine.MOST + " lines of a page, found " + count);
        }
        List<InkLine> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Mark box = new Mark(in.readInt(), in.readInt(), in.readInt(), in.readInt());
            lines.add(new InkLine(box, in.readDouble()));
        }
        return lines;
    }

    @Override
    public TypeSerializerSnapshot<TiledPage> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into savepoints beside the data. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TiledPage> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
