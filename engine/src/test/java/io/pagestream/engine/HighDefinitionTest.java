package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.run.ModelRunner;
import io.pagestream.engine.schedule.Scheduler;
import io.pagestream.engine.schedule.StepLimits;
import io.pagestream.engine.schedule.StepPlan;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.models.prompt.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images with an overview, whose rows run over all tiles side by side, on their way through the engine. */
class HighDefinitionTest {

    private static final int TILE = WideModel.SIDE * WideModel.SIDE * 3;
    private static final float OVERVIEW = 0.5f;

    private final WideModel model = new WideModel();

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 4", "64, 2"})
    void theDecoderGetsEachVectorAtItsPlaceHoweverThePromptIsCut(int tokensPerStep, int tilesPerStep) {
        run(new TileGrid(3, 2), tokensPerStep, tilesPerStep);

        List<Float> expected = new ArrayList<>();
        addMap(expected, 1, 1, OVERVIEW);
        expected.add(WideModel.END_OF_OVERVIEW);
        addMap(expected, 3, 2, 1);
        assertThat(List.copyOf(model.seen.values())).isEqualTo(expected);
        assertThat(expected).hasSize(6 + 1 + 4 * 7);
    }

    /** {@code first} is the first pixel of the first view; those of the following ones count on. */
    private static void addMap(List<Float> expected, int columns, int rows, float first) {
        for (int y = 0; y < 2 * rows; y++) {
            for (int x = 0; x < 2 * columns; x++) {
                expected.add(10 * (first + y / 2 * columns + x / 2) + y % 2 * 2 + x % 2);
            }
            expected.add(WideModel.END_OF_ROW);
        }
    }

    private void run(TileGrid grid, int tokensPerStep, int tilesPerStep) {
        EngineSizes sizes = sizes();
        try (Device device = Devices.open("cpu:f32");
                ModelRunner runner = new ModelRunner(model, device, sizes.cache(), sizes.encoderSlots())) {
            Scheduler scheduler = new Scheduler(
                    new StepLimits(tokensPerStep, tilesPerStep, 1),
                    new BlockPool(sizes.cache().blocks(), sizes.cache().blockTokens()),
                    new EncoderSlots(sizes.encoderSlots()));
            Intake intake = new Intake(model, sizes.cache(), true, true, 1, scheduler.largestGroup());
            scheduler.add(((Intake.Accepted) intake.admit(ask(image(grid)))).sequence());
            for (StepPlan plan = scheduler.plan(); !plan.isEmpty(); plan = scheduler.plan()) {
                scheduler.commit(plan, runner.run(plan));
            }
        }
    }

    @Test
    void slotsAreEnoughForTheWidestRowOfTiles() {
        assertThat(sizes().encoderSlots()).isEqualTo(6);
    }

    @Test
    void aRowThatIsWiderThanTheSlotsIsRefused() {
        Intake intake = new Intake(model, FakeEngine.CACHE, true, true, 1, 6);

        Reading.Unreadable refused = ((Intake.Refused) intake.admit(ask(image(new TileGrid(7, 1))))).reading();

        assertThat(refused.reason()).isEqualTo(Reading.Reason.PROMPT_TOO_LONG);
        assertThat(refused.detail()).contains("a row of 7 tiles has to be encoded as one, there is room for 6");
        assertThat(intake.admit(ask(image(new TileGrid(6, 2))))).isInstanceOf(Intake.Accepted.class);
    }

    @Test
    void anImageWithoutTheOverviewThatTheModelReadsIsRefused() {
        Intake intake = new Intake(model, FakeEngine.CACHE, true, true, 1, 6);

        Reading.Unreadable refused =
                ((Intake.Refused) intake.admit(ask(TileBatch.of(2, WideModel.SIDE, new byte[2 * TILE])))).reading();

        assertThat(refused.reason()).isEqualTo(Reading.Reason.INVALID_REQUEST);
        assertThat(refused.detail()).contains("wide reads images with an overview, got TileBatch(2 of 4)");
    }

    private EngineSizes sizes() {
        EngineOptions options =
                new EngineOptions("wide", "cpu", 1 << 20, 16, 1, true, 1, 1, Duration.ofMinutes(1), Duration.ZERO);
        return EngineSizes.of(options, model.config(), 4);
    }

    /** The first tile holds ones, the next one twos, and so on; the overview holds what no byte can be. */
    private static TileBatch image(TileGrid grid) {
        byte[] pixels = new byte[grid.columns() * grid.rows() * TILE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (1 + i / TILE);
        }
        float[] overview = new float[TILE];
        Arrays.fill(overview, OVERVIEW);
        return TileBatch.of(grid, WideModel.SIDE, pixels, overview);
    }

    private static ReadingRequest ask(TileBatch image) {
        return new ReadingRequest(List.of(Turn.userWithImage("")), List.of(image), SamplingRule.greedy(1));
    }
}
