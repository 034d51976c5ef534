package io.pagestream.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Draw;
import org.junit.jupiter.api.Test;

class ChanceTest {

    @Test
    void tokensAreDrawnAsOftenAsTheirProbabilitySays() {
        float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), Float.NEGATIVE_INFINITY, (float) Math.log(0.2)};
        int[] counts = new int[4];

        for (int position = 0; position < 100_000; position++) {
            counts[Chance.draw(logits.clone(), new Draw(1, 0, 1, 0, 7), position)]++;
        }

        assertThat(counts[0]).isBetween(49_000, 51_000);
        assertThat(counts[1]).isBetween(29_000, 31_000);
        assertThat(counts[2]).isZero();
        assertThat(counts[3]).isBetween(19_000, 21_000);
    }

    @Test
    void chanceDependsOnSeedAndPositionAlone() {
        float[] flat = new float[1000];

        int drawn = Chance.draw(flat.clone(), new Draw(1, 0, 1, 0, 42), 3);

        assertThat(Chance.draw(flat.clone(), new Draw(1, 0, 1, 0, 42), 3)).isEqualTo(drawn);
        assertThat(Chance.draw(flat.clone(), new Draw(1, 0, 1, 0, 43), 3)).isNotEqualTo(drawn);
        assertThat(Chance.draw(flat.clone(), new Draw(1, 0, 1, 0, 42), 4)).isNotEqualTo(drawn);
    }

    @Test
    void aRunThatWasThereMayNotComeAgain() {
        int[] allowed = Sampler.allowed(40, new int[] {1, 2, 33, 1, 2}, 3);

        for (int id = 0; id < 40; id++) {
            assertThat((allowed[id / 32] >>> id % 32 & 1) == 1)
                    .as("token %d", id)
                    .isEqualTo(id != 33);
        }
        assertThat(Sampler.allowed(40, new int[] {1}, 3)).containsOnly(-1);
        assertThat(Sampler.allowed(40, new int[] {}, 1)).containsOnly(-1);
        assertThat(Sampler.allowed(40, new int[] {0}, 1)[0]).isEqualTo(-2);
    }
}
