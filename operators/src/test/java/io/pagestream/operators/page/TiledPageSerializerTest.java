package io.pagestream.operators.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.imaging.ink.InkLine;
import io.pagestream.imaging.ink.Mark;
import io.pagestream.operators.Samples;
import io.pagestream.schemas.Page;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiledPageSerializerTest {

    private final TypeSerializer<TiledPage> serializer = TiledPage.TYPE.createSerializer(null);

    @Test
    void referenceAndGridAreWrittenAndTilesAreNot() throws Exception {
        TiledPage tiled = tiled();
        assertThat(tiled.tiles()).isPresent();

        byte[] bytes = write(tiled);
        TiledPage back = serializer.deserialize(new DataInputDeserializer(bytes));

        assertThat(back).isEqualTo(tiled);
        assertThat(back.tiles()).isEmpty();
        assertThat(bytes.length).isLessThan(2000);
    }

    @Test
    void aCopyIsThePageItself() throws Exception {
        TiledPage tiled = tiled();

        assertThat(serializer.copy(tiled)).isSameAs(tiled);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theLayoutsBeforePagesWereSetUprightAreRead(int layout) throws Exception {
        TiledPage tiled = tiled();
        Page page = tiled.page();
        java.nio.ByteBuffer encoded = Page.getEncoder().encode(page);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeByte(layout);
        io.pagestream.operators.wire.AvroBytes.write(bytes, out);
        for (int value : new int[] {tiled.grid().columns(), tiled.grid().rows(), 1240, 1754}) {
            out.writeInt(value);
        }
        out.writeUTF("pdfbox-3.0.8");
        if (layout == 2) {
            out.writeUTF("It is a picture.");
        }

        TiledPage back = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(back.page()).isEqualTo(page);
        assertThat(back.grid()).isEqualTo(tiled.grid());
        assertThat(back.place()).isEqualTo(new PagePose(1240, 1754, 0, 0, 0, 0));
        assertThat(back.lines()).isEmpty();
        assertThat(back.renderer()).isEqualTo("pdfbox-3.0.8");
        assertThat(back.routing()).isEqualTo(layout == 1 ? "" : "It is a picture.");
    }

    @Test
    void howAPageWasTurnedAndWhereItsLinesStandAreWritten() throws Exception {
        TiledPage tiled = TiledPage.reference(
                Samples.page("page_portrait.png", "read"),
                tiled().grid(),
                new PagePose(1300, 1800, 270, -1.25, 595, 842),
                List.of(new InkLine(new Mark(10, 20, 300, 40), 14.5)),
                "x");

        assertThat(serializer.deserialize(new DataInputDeserializer(write(tiled))))
                .isEqualTo(tiled);
    }

    @Test
    void anUnknownLayoutIsRefused() throws Exception {
        byte[] bytes = write(tiled());
        bytes[0] = 9;

        assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("layout 1 to 3, found 9");
    }

    @Test
    void whyThePageIsShownToTheModelTravelsWithIt() throws Exception {
        byte[] bytes = write(tiled().because("Read by the model: it is a picture."));

        assertThat(serializer.deserialize(new DataInputDeserializer(bytes)).routing())
                .isEqualTo("Read by the model: it is a picture.");
    }

    @Test
    void aSavepointFindsTheSerializerAgain() throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());

        TypeSerializerSnapshot<TiledPage> back = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(back)
                        .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void itsNameInMessagesIsShortAndHasNoSecret() throws Exception {
        Page page = Samples.page("exact_56.png", "read");
        page.setPassword("secret");
        try (PageTiler tiler = Samples.tiler(Samples.options())) {
            assertThat(tiler.tile(page).toString()).hasSizeLessThan(100).doesNotContain("secret");
        }
    }

    private byte[] write(TiledPage tiled) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(tiled, out);
        return out.getCopyOfBuffer();
    }

    private static TiledPage tiled() throws Exception {
        try (PageTiler tiler = Samples.tiler(Samples.options())) {
            return tiler.tile(Samples.page("page_portrait.png", "read"));
        }
    }
}
