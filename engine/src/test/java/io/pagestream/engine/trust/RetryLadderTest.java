package io.pagestream.engine.trust;

import static io.pagestream.engine.trust.Ending.CUT_SHORT;
import static io.pagestream.engine.trust.Ending.LOOPED;
import static io.pagestream.engine.trust.Ending.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.engine.request.AnswerForm;
import io.pagestream.engine.request.Beams;
import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.request.SamplingRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryLadderTest {

    private static final SamplingRule FIRST = SamplingRule.greedy(1000);
    private final RetryLadder page = new RetryLadder(true, true, 4096, 9);

    @Test
    void aGoodAnswerIsTaken() {
        assertThat(page.after(FIRST, List.of(READ))).isEqualTo(new NextStep.Take());
        assertThat(page.after(FIRST, List.of(LOOPED, CUT_SHORT, READ))).isEqualTo(new NextStep.Take());
    }

    @Test
    void aLoopIsAnsweredByChanceThenByFinerTilesThenByHalves() {
        NextStep.Again second = (NextStep.Again) page.after(FIRST, List.of(LOOPED));
        assertThat(second.tiles()).isEqualTo(1);
        assertThat(second.sampling().draw().isGreedy()).isFalse();
        assertThat(second.sampling().penalty().repetition()).isGreaterThan(1);
        assertThat(second.sampling().penalty().noRepeatNgram()).isZero();
        NextStep.Again third = (NextStep.Again) page.after(FIRST, List.of(LOOPED, LOOPED));
        assertThat(third.tiles()).isEqualTo(2);
        assertThat(List.of(second.remedy(), third.remedy())).containsExactly(Remedy.OTHER_CHANCE, Remedy.FINER_TILES);
        assertThat(third.sampling().draw().seed())
                .as("another chance than before")
                .isNotEqualTo(second.sampling().draw().seed());
        assertThat(page.after(FIRST, List.of(LOOPED, LOOPED, LOOPED))).isEqualTo(new NextStep.Halves(FIRST));
    }

    @Test
    void aLimitIsAnsweredByMoreTokensAndNothingElse() {
        assertThat(page.after(FIRST, List.of(CUT_SHORT)))
                .isEqualTo(new NextStep.Again(Remedy.MORE_TOKENS, SamplingRule.greedy(2000), 1));
        assertThat(page.after(FIRST, List.of(CUT_SHORT, CUT_SHORT))).isInstanceOf(NextStep.Halves.class);
        assertThat(new RetryLadder(true, true, 1000, 9).after(FIRST, List.of(CUT_SHORT)))
                .isInstanceOf(NextStep.Halves.class);
    }

    @Test
    void bothFaultsAddUp() {
        NextStep.Again again = (NextStep.Again) page.after(FIRST, List.of(CUT_SHORT, LOOPED));
        assertThat(again.sampling().maxTokens()).isEqualTo(2000);
        assertThat(again.sampling().draw().isGreedy()).isFalse();
    }

    /** The same tiles once more would be the same picture: nothing but time is spent. */
    @Test
    void whereNoFinerTilesAreHalvesComeAtOnce() {
        RetryLadder coarse = new RetryLadder(false, true, 4096, 9);
        assertThat(((NextStep.Again) coarse.after(FIRST, List.of(LOOPED))).remedy())
                .isEqualTo(Remedy.OTHER_CHANCE);
        assertThat(coarse.after(FIRST, List.of(LOOPED, LOOPED))).isEqualTo(new NextStep.Halves(FIRST));
        assertThat(new RetryLadder(false, false, 4096, 9).after(FIRST, List.of(LOOPED, LOOPED)))
                .isEqualTo(new NextStep.TakeBest());
    }

    @Test
    void aHalfIsNotHalved() {
        RetryLadder half = new RetryLadder(true, false, 4096, 9);
        assertThat(half.after(FIRST, List.of(LOOPED, LOOPED, LOOPED))).isEqualTo(new NextStep.TakeBest());
    }

    @Test
    void whoMayAskOnceTakesWhatThereIs() {
        assertThat(new RetryLadder(true, true, 4096, 1).after(FIRST, List.of(LOOPED)))
                .isEqualTo(new NextStep.TakeBest());
        assertThat(new RetryLadder(true, true, 4096, 2).after(FIRST, List.of(LOOPED)))
                .isInstanceOf(NextStep.Again.class);
        assertThat(new RetryLadder(true, true, 4096, 2).after(FIRST, List.of(LOOPED, LOOPED)))
                .isEqualTo(new NextStep.TakeBest());
        assertThatThrownBy(() -> new RetryLadder(true, true, 4096, 0)).hasMessageContaining("got 0");
    }

    @Test
    void chanceOfTheCallerIsKeptWithAnotherSeed() {
        SamplingRule drawn = new SamplingRule(
                100, new Penalty(1.2f, 3, Penalty.Scope.ANSWER), new Draw(0.8f, 0, 1, 0, 7), List.of(5));
        NextStep.Again again = (NextStep.Again) page.after(drawn, List.of(LOOPED));
        assertThat(again.sampling().draw()).isEqualTo(drawn.draw().withSeed(8));
        assertThat(again.sampling().penalty()).isEqualTo(drawn.penalty());
        assertThat(again.sampling().stopTokens()).containsExactly(5);
    }

    @Test
    void aSearchThatLoopedIsFollowedByChance() {
        SamplingRule search = FIRST.with(Beams.of(3));
        NextStep.Again again = (NextStep.Again) page.after(search, List.of(LOOPED));
        assertThat(again.sampling().beams()).isEqualTo(Beams.NONE);
        assertThat(again.sampling().draw().isGreedy()).isFalse();
        NextStep.Again longer = (NextStep.Again) page.after(search, List.of(CUT_SHORT));
        assertThat(longer.sampling()).isEqualTo(search.withMaxTokens(2000));
    }

    @Test
    void whatTheAnswerMustLookLikeIsKept() {
        SamplingRule json = FIRST.with(new AnswerForm.Json("{}"));
        for (List<Ending> attempts : List.of(List.of(LOOPED), List.of(CUT_SHORT), List.of(CUT_SHORT, LOOPED))) {
            NextStep.Again again = (NextStep.Again) page.after(json, attempts);
            assertThat(again.sampling().form()).isEqualTo(json.form());
        }
        assertThat(page.after(json, List.of(LOOPED, LOOPED, LOOPED))).isEqualTo(new NextStep.Halves(json));
    }

    /** Whatever goes wrong: at most four attempts at a page before it is halved. */
    @Test
    void theLadderEnds() {
        climb(new ArrayList<>());
        assertThatThrownBy(() -> page.after(FIRST, List.of())).hasMessageContaining("there was none");
    }

    private void climb(List<Ending> attempts) {
        for (Ending ending : List.of(LOOPED, CUT_SHORT)) {
            attempts.add(ending);
            assertThat(attempts).hasSizeLessThanOrEqualTo(4);
            if (page.after(FIRST, attempts) instanceof NextStep.Again) {
                climb(attempts);
            }
            attempts.remove(attempts.size() - 1);
        }
    }
}
