package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.CacheShape;
import io.pagestream.engine.request.Beams;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.schedule.Sequence;
import io.pagestream.engine.schedule.TilePlace;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final Intake intake = new Intake(new FakeModel(), new CacheShape(1, 1, 8, 10, 16), true, true, 8, 8);

    @Test
    void aRequestBecomesASequenceWithItsTilesInPlace() {
        Sequence sequence = accepted(FakeEngine.askAboutTiles("ab", 2, FakeModel.TILE_SIDE));

        assertThat(sequence.promptTokens()).isEqualTo(2 + 8 + 1);
        assertThat(sequence.tiles()).containsExactly(new TilePlace(2, 6, 0, 0), new TilePlace(6, 10, 0, 1));
        assertThat(sequence.due()).isEqualTo(11);
    }

    @Test
    void anAnswerIsNoLongerThanTheContext() {
        Intake roomy = new Intake(new FakeModel(), FakeEngine.cache(1000), true, true, 8, 8);

        Intake.Admission admission = roomy.admit(FakeEngine.ask("a".repeat(190), 50));

        assertThat(((Intake.Accepted) admission).sequence().mostComputed()).isEqualTo(FakeModel.CONTEXT - 1);
    }

    @Test
    void aPromptThatFillsTheContextIsTooLong() {
        assertRefused(
                FakeEngine.ask("a".repeat(200), 1),
                Reading.Reason.PROMPT_TOO_LONG,
                "the prompt has 200 tokens, fake can take 199");
    }

    @Test
    void aRequestLargerThanTheWholeCacheIsRefusedWithItsFigures() {
        assertRefused(
                FakeEngine.ask("a".repeat(100), 62),
                Reading.Reason.PROMPT_TOO_LONG,
                "may need 176 tokens (100 of the prompt, 62 of the answer, in whole blocks), the whole cache holds 160");
        assertThat(accepted(FakeEngine.ask("a".repeat(100), 61)).mostComputed()).isEqualTo(160);
    }

    @Test
    void aSearchThatIsTooWideOrTooLargeIsRefused() {
        assertRefused(
                search("ab", 5, 9),
                Reading.Reason.INVALID_REQUEST,
                "a search with 9 beams, the engine writes 8 answers at the same time");
        assertRefused(
                search("a".repeat(40), 60, 2),
                Reading.Reason.PROMPT_TOO_LONG,
                "may need 192 tokens (40 of the prompt, 60 of the answer, 2 beams, in whole blocks)");
        assertThat(accepted(search("a".repeat(40), 56, 2)).width()).isEqualTo(2);
    }

    private static ReadingRequest search(String text, int maxTokens, int beams) {
        ReadingRequest plain = FakeEngine.ask(text, maxTokens);
        return plain.withSampling(plain.sampling().with(Beams.of(beams)));
    }

    @Test
    void tilesOfAnotherSizeAreInvalid() {
        assertRefused(
                FakeEngine.askAboutTiles("ab", 2, 16),
                Reading.Reason.INVALID_REQUEST,
                "fake reads tiles of 8 pixels, got TileBatch(2 of 16)");
    }

    @Test
    void aPromptThatTheModelsOwnLimitRefusesIsTooLong() {
        assertRefused(
                FakeEngine.ask("long#", 5),
                Reading.Reason.PROMPT_TOO_LONG,
                "has 9 tokens, images included, but the model takes 8");
    }

    @Test
    void aPromptThatTheTemplateRefusesIsInvalid() {
        assertRefused(FakeEngine.ask("stop!", 5), Reading.Reason.INVALID_REQUEST, "no exclamation marks");
    }

    private Sequence accepted(ReadingRequest request) {
        return ((Intake.Accepted) intake.admit(request)).sequence();
    }

    private void assertRefused(ReadingRequest request, Reading.Reason reason, String detail) {
        Reading.Unreadable reading = ((Intake.Refused) intake.admit(request)).reading();
        assertThat(reading.reason()).isEqualTo(reason);
        assertThat(reading.detail()).contains(detail);
    }
}
