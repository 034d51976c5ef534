package io.pagestream.operators.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class TilePageTest {

    private FakeEngine engine;

    @BeforeEach
    void freshEngine() {
        engine = FakeEngine.fresh();
    }

    @Test
    void aPageBecomesTheTilesThatTheModelTakes() throws Exception {
        try (var tile = opened()) {
            tile.processElement(Samples.page("exact_112x56.png", "read"), 0);

            TiledPage page = tile.extractOutputValues().get(0);
            assertThat(page.grid()).isEqualTo(new TileGrid(2, 1));
            assertThat(page.width()).isEqualTo(112);
            assertThat(page.height()).isEqualTo(56);
            assertThat(page.tiles()).hasValueSatisfying(tiles -> {
                assertThat(tiles.count()).as("two tiles and the thumbnail").isEqualTo(3);
                assertThat(tiles.side()).isEqualTo(56);
            });
        }
        assertThat(engine.openLeases()).as("the lease is given back").isZero();
    }

    @Test
    void aPageThatWasSentOnIsDroppedAlsoAfterARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (var tile = opened()) {
            tile.processElement(Samples.page("exact_56.png", "read"), 0);
            tile.processElement(Samples.page("exact_56.png", "read"), 0);
            assertThat(tile.extractOutputValues()).hasSize(1);
            snapshot = tile.snapshot(1, 1);
        }
        try (var tile = harness()) {
            tile.initializeState(snapshot);
            tile.open();

            tile.processElement(Samples.page("exact_56.png", "read"), 0);

            assertThat(tile.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void aPageWhoseDocumentWasChangedIsADeadLetterAndKeepsItsPlace() throws Exception {
        Page page = Samples.page("exact_56.png", "read");
        page.setSource(
                new ClaimCheck(page.getSource().getUri(), page.getSource().getSize(), "00".repeat(32)));
        try (var tile = opened()) {
            tile.processElement(page, 0);

            assertThat(tile.extractOutputValues()).isEmpty();
            assertThat(tile.getSideOutput(DeadLetters.TAG)).singleElement().satisfies(record -> {
                assertThat(record.getValue().getStage()).isEqualTo(Stage.TILE);
                assertThat(record.getValue().getReason()).isEqualTo(Reason.HASH_MISMATCH);
            });
            assertThat(tile.getSideOutput(TilePage.WITHOUT_MODEL))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.getValue().getFinishReason()).isEqualTo(FinishReason.FAILED);
                        assertThat(record.getValue().getFailure()).isEqualTo("HASH_MISMATCH");
                    });
        }
    }

    @Test
    void aTaskThatTheModelWasNotMadeForIsADeadLetterBeforeAnythingIsCut() throws Exception {
        try (var tile = opened()) {
            tile.processElement(Samples.page("exact_56.png", "web-page"), 0);

            assertThat(tile.extractOutputValues()).isEmpty();
            assertThat(tile.getSideOutput(DeadLetters.TAG)).singleElement().satisfies(record -> {
                assertThat(record.getValue().getReason()).isEqualTo(Reason.INVALID_REQUEST);
                assertThat(record.getValue().getDetail()).contains("web-page", "pagestream.read.prompt");
            });
            assertThat(tile.getSideOutput(TilePage.WITHOUT_MODEL)).hasSize(1);
        }
    }

    @Test
    void aPageThatIsOnlyAskedAboutHasNoPlaceInADocument() throws Exception {
        Page page = Samples.page("exact_56.png", "ask", "What?");
        page.setIndex(7);
        try (var tile = opened()) {
            tile.processElement(page, 0);

            assertThat(tile.getSideOutput(DeadLetters.TAG))
                    .singleElement()
                    .satisfies(
                            record -> assertThat(record.getValue().getReason()).isEqualTo(Reason.PAGE_OUT_OF_RANGE));
            assertThat(tile.getSideOutput(TilePage.WITHOUT_MODEL)).isNullOrEmpty();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Page, TiledPage> opened() throws Exception {
        var harness = harness();
        harness.open();
        return harness;
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Page, TiledPage> harness() throws Exception {
        TilePage function = new TilePage(FakeEngine.source(), Samples.options());
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(function), TilePage::keyOf, Types.STRING);
        harness.setup(
                TiledPage.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }
}
