package io.pagestream.operators.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.operators.Samples;
import io.pagestream.schemas.Page;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

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
        assertThat(bytes.length).isLessThan(1000);
    }

    @Test
    void aCopyIsThePageItself() throws Exception {
        TiledPage tiled = tiled();

        assertThat(serializer.copy(tiled)).isSameAs(tiled);
    }

    @Test
    void anUnknownLayoutIsRefused() throws Exception {
        byte[] bytes = write(tiled());
        bytes[0] = 9;

        assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("layout 1 or 2, found 9");
    }

    @Test
    void theLayoutBeforeIsRead() throws Exception {
        TiledPage tiled = tiled();
        byte[] bytes = write(tiled);
        byte[] before = Arrays.copyOf(bytes, bytes.length - 2); // an empty sentence
        before[0] = 1;

        assertThat(serializer.deserialize(new DataInputDeserializer(before))).isEqualTo(tiled);
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
