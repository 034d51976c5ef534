package io.pagestream.operators.page;

import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.operators.wire.SharedSerializer;
import io.pagestream.schemas.Page;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a page's reference and its grid, never its tiles.
 *
 * <p>Layout 1: the page as an Avro single object (its header names the schema by fingerprint, so that a later schema can
 * still read it), columns, rows, width, height, renderer.
 * Layout 2: the same, and then why the page is shown to the model. Both are read, 2 is written.
 */
final class TiledPageSerializer extends SharedSerializer<TiledPage> {

    static final TiledPageSerializer INSTANCE = new TiledPageSerializer();

    private static final long serialVersionUID = 1L;
    private static final int WITHOUT_ROUTING = 1;
    private static final int LAYOUT = 2;
    private static final int MAX_PAGE_BYTES = 16 << 20;

    private TiledPageSerializer() {}

    @Override
    public TiledPage createInstance() {
        return TiledPage.reference(new Page(), new TileGrid(1, 1), 0, 0, "");
    }

    @Override
    public void serialize(TiledPage tiled, DataOutputView out) throws IOException {
        out.writeByte(LAYOUT);
        byte[] page = bytes(tiled.page());
        AvroBytes.write(page, out);
        out.writeInt(tiled.grid().columns());
        out.writeInt(tiled.grid().rows());
        out.writeInt(tiled.width());
        out.writeInt(tiled.height());
        out.writeUTF(tiled.renderer());
        out.writeUTF(tiled.routing());
    }

    private static byte[] bytes(Page page) throws IOException {
        java.nio.ByteBuffer buffer = Page.getEncoder().encode(page);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public TiledPage deserialize(DataInputView in) throws IOException {
        int layout = in.readByte();
        if (layout != LAYOUT && layout != WITHOUT_ROUTING) {
            throw new IOException(
                    "need a tiled page of layout " + WITHOUT_ROUTING + " or " + LAYOUT + ", found " + layout);
        }
        Page page = Page.getDecoder().decode(AvroBytes.read(in, MAX_PAGE_BYTES));
        TileGrid grid = new TileGrid(in.readInt(), in.readInt());
        TiledPage tiled = TiledPage.reference(page, grid, in.readInt(), in.readInt(), in.readUTF());
        return layout == WITHOUT_ROUTING ? tiled : tiled.because(in.readUTF());
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
