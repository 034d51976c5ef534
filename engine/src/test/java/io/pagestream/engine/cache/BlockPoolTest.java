package io.pagestream.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BlockPoolTest {

    private final BlockPool pool = new BlockPool(4, 16);

    @Test
    void aTableHasRoomForAllItsTokens() {
        assertThat(pool.tryTake(1).orElseThrow().blocks()).hasSize(1);
        assertThat(pool.tryTake(33).orElseThrow().tokens()).isEqualTo(48);
        assertThat(pool.inUse()).isEqualTo(4);
    }

    @Test
    void blocksAreTakenAllOrNone() {
        pool.tryTake(17).orElseThrow();

        assertThat(pool.tryTake(3 * 16)).isEmpty();

        assertThat(pool.inUse()).as("the failed attempt kept nothing").isEqualTo(2);
        assertThat(pool.tryTake(2 * 16)).isPresent();
    }

    @Test
    void blocksThatCameBackAreTakenAgain() {
        BlockTable all = pool.tryTake(64).orElseThrow();
        assertThat(pool.tryTake(1)).isEmpty();

        pool.give(all);

        assertThat(pool.inUse()).isZero();
        assertThat(pool.tryTake(64).orElseThrow().blocks()).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void noBlockIsInTwoTables() {
        int[] first = pool.tryTake(32).orElseThrow().blocks();
        int[] second = pool.tryTake(32).orElseThrow().blocks();

        assertThat(second).doesNotContain(first);
    }

    @Test
    void aTableThatIsGivenBackTwiceIsABrokenInvariant() {
        BlockTable table = pool.tryTake(16).orElseThrow();
        pool.give(table);

        assertThatThrownBy(() -> pool.give(table))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("block 0 was given back");
    }

    @Test
    void aNumberOfTokensBeyondAllBoundsNeedsMoreBlocksThanThereCanBe() {
        assertThat(pool.blocksFor(64)).isEqualTo(4);
        assertThat(pool.blocksFor(65)).isEqualTo(5);
        assertThat(pool.blocksFor(Long.MAX_VALUE - 16)).isEqualTo(Integer.MAX_VALUE);
    }
}
