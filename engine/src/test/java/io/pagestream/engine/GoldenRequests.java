package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.request.Terms;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks an engine what the reference was asked: the same picture files, cut here, and the same words. */
final class GoldenRequests {

    private final VisionConfig vision;
    private final List<Integer> stopTokens;
    private final Map<GoldenCase.Picture, TileBatch> tiles = new HashMap<>();

    GoldenRequests(ModelConfig config) {
        this.vision = config.vision();
        this.stopTokens = config.stopTokens();
    }

    ReadingRequest of(GoldenCase golden) {
        return of(golden, golden.pictures().stream().map(this::tilesOf).toList());
    }

    ReadingRequest of(GoldenCase golden, List<TileBatch> images) {
        Penalty.Scope scope = golden.penaltyOnPrompt() ? Penalty.Scope.PROMPT_AND_ANSWER : Penalty.Scope.ANSWER;
        return new ReadingRequest(
                golden.turns(),
                images,
                new SamplingRule(
                        golden.maxNewTokens(),
                        new Penalty(golden.repetitionPenalty(), 0, scope),
                        Draw.GREEDY,
                        golden.stopTokens()),
                Terms.DEFAULT,
                Optional.of(golden.adapter()).filter(adapter -> !adapter.isEmpty()));
    }

    /** From the file to tiles, through the rooms that the pipeline uses. */
    TileBatch tilesOf(GoldenCase.Picture picture) {
        return tiles.computeIfAbsent(picture, missing -> {
            Path file = GoldenFixture.root().resolve("common/images").resolve(picture.id());
            return Tilers.of(vision, picture.maxTiles()).tile(pixelsOf(file));
        });
    }

    static RgbImage pixelsOf(Path file) {
        try (PageCursor pages = DocumentDecoder.open(
                Files.readAllBytes(file),
                new RenderRule(200, 6000, RenderRule.Orientation.AS_STORED),
                DecodeLimits.DEFAULT)) {
            return pages.page(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The reference was told one token at which to stop; the engine stops at each one that the model names. */
    void assertEqualsReference(Reading reading, GoldenCase golden) {
        assertThat(reading).as(golden.toString()).isInstanceOf(Reading.Text.class);
        Reading.Text text = (Reading.Text) reading;
        GoldenCase.Greedy expected = golden.greedy();
        int[] ids = untilAStop(expected.ids());
        assertThat(text.tokens()).as("%s: ids", golden).isEqualTo(ids);
        assertThat(text.promptTokens()).as("%s: prompt", golden).isEqualTo(golden.inputIds().length);
        assertThat(text.confidence()).as("%s: confidence", golden).isBetween(0.0, 1.0);
        if (ids.length < expected.ids().length) {
            assertThat(text.finish()).isEqualTo(Reading.Finish.STOP);
            assertThat(expected.text()).as("%s: text", golden).startsWith(text.text());
            return;
        }
        assertThat(text.finish()).isEqualTo(expected.stopped() ? Reading.Finish.STOP : Reading.Finish.LENGTH);
        if (!expected.stopped()) {
            assertThat(text.text()).as("%s: text", golden).isEqualTo(expected.text());
            assertThat(text.textWithSpecial()).as("%s: with special", golden).isEqualTo(expected.textWithSpecial());
            return;
        }
        // The reference also writes the token that ended the answer (in its text only if it is no special one).
        String ending = rest(expected.textWithSpecial(), text.textWithSpecial());
        assertThat(ending).as("%s: what ended it", golden).isNotEmpty();
        assertThat(rest(expected.text(), text.text()))
                .as("%s: text", golden)
                .isEqualTo(ending.matches("<\\|?[a-z_]+\\|?>") ? "" : ending);
    }

    private int[] untilAStop(int[] ids) {
        int end = 0;
        while (end < ids.length && (end == 0 || !stopTokens.contains(ids[end - 1]))) {
            end++;
        }
        return Arrays.copyOf(ids, end);
    }

    private static String rest(String all, String beginning) {
        assertThat(all).startsWith(beginning);
        return all.substring(beginning.length());
    }
}
