package io.pagestream.engine.trust.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RepetitionWatchTest {

    static java.util.List<Loop> loops() {
        return Loop.all();
    }

    @ParameterizedTest
    @MethodSource("loops")
    void aLoopIsCutWithinThreeCopiesOrItsAllowance(Loop loop) {
        StringBuilder text = new StringBuilder(loop.lead());
        int second = text.length() + loop.copy().apply(1).length();
        int third = second;
        for (int n = 1; text.length() < second + 30_000; n++) {
            text.append(loop.copy().apply(n));
            third = n == 4 ? text.length() : third;
        }
        Repetition found = Texts.read(text.toString()).orElseThrow();
        assertThat(found.seenEnd()).isLessThanOrEqualTo(Math.max(third, second + loop.allowance()) + 8);
        assertThat(found.copies()).isGreaterThanOrEqualTo(3);
        int period = (third - loop.lead().length()) / 4 + 4;
        // what stays is the good text with one copy, perhaps begun somewhere else, or for long loops with a few
        assertThat(found.goodEnd()).isBetween(loop.lead().length() - 1, second + Math.max(4 * period, 60));
    }

    @Test
    void theReportTellsWhereTheGoodPartEnds() {
        String good = "First line of the page\nSecond line, with a figure: 17\n";
        String copy = "Whoever signs below confirms that everything above is true and complete.\n";
        String text = good + copy.repeat(10);
        Repetition found = Texts.read(text).orElseThrow();
        assertThat(found.likeness()).isEqualTo(Repetition.Likeness.EXACT);
        assertThat(text.substring(0, found.goodEnd())).isEqualTo(good + copy);
        assertThat(found.begin()).isBetween(good.length() - 1, good.length()); // both lines before a copy end alike
        assertThat(found.period()).isEqualTo(13);
        assertThat(found.unit()).hasSize(copy.length() - 1).contains("everything above");
        assertThat(found.seenEnd()).isLessThan(good.length() + 4 * copy.length());
    }

    @Test
    void goodTokensAreThoseThatEndBeforeTheLoop() {
        RepetitionWatch watch = new RepetitionWatch();
        Optional<Repetition> found = Optional.empty();
        String[] pieces = {"Good", " text", "", ".\n"};
        for (String piece : pieces) {
            found = watch.append(piece);
        }
        String[] loop = {"Everybody ", "", "declares that all ", "statements are complete", ".\n"};
        for (int i = 0; found.isEmpty() && i < 200; i++) {
            found = watch.append(loop[i % loop.length]);
        }
        assertThat(found.orElseThrow().goodTokens()).isEqualTo(pieces.length + loop.length);
        assertThat(watch.append(" and more")).isEqualTo(found);
    }

    @Test
    void idsAloneAreWatchedToo() {
        RepetitionWatch watch = new RepetitionWatch();
        Optional<Repetition> found = Optional.empty();
        int read = 0;
        while (found.isEmpty() && read < 5000) {
            found = watch.append(read < 40 ? 1000 + read * read : read % 50);
            read++;
        }
        assertThat(read).isLessThan(40 + 700);
        assertThat(found.orElseThrow().period()).isEqualTo(50);
        assertThat(found.orElseThrow().goodTokens()).isEqualTo(90);
    }

    @Test
    void idsThatDoNotRepeatAreNotCut() {
        RepetitionWatch watch = new RepetitionWatch();
        java.util.Random chance = new java.util.Random(7);
        for (int i = 0; i < 20_000; i++) {
            assertThat(watch.append(chance.nextInt(300))).isEmpty();
        }
    }

    @Test
    void whatIsFoundDoesNotDependOnHowTheTextIsCutIntoTokens() {
        for (Loop loop : Loop.all()) {
            StringBuilder text = new StringBuilder(loop.lead());
            for (int n = 1; text.length() < 12_000; n++) {
                text.append(loop.copy().apply(n));
            }
            RepetitionWatch whole = new RepetitionWatch();
            assertThat(whole.append(text.toString()).map(Repetition::seenEnd))
                    .isEqualTo(Texts.read(text.toString()).map(Repetition::seenEnd));
        }
    }
}
