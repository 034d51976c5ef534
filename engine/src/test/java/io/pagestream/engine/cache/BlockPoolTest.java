package io.pagestream.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.imaging.tile.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
    void sequencesThatGrowInTurnKeepNeighbouringBlocks() {
        BlockPool large = new BlockPool(4096, 16);
        List<BlockTable> tables = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tables.add(large.tryTake(105 * 16).orElseThrow());
        }
        for (int step = 0; step < 100; step++) {
            tables.replaceAll(table -> table.with(large.tryTakeFor(table).orElseThrow()));
        }

        assertThat(tables).allSatisfy(table -> assertThat(jumps(table)).isZero());
    }

    @Test
    void whatComesIntoForgottenPlacesLiesTogetherToo() {
        BlockPool large = new BlockPool(320, 16);
        long names = 0;
        for (int i = 0; i < 3; i++) {
            BlockTable old = large.tryTake(100 * 16).orElseThrow();
            for (int block : old.blocks()) {
                large.remember(block, name(names++));
            }
            large.give(old);
        }

        BlockTable table = large.tryTake(100 * 16).orElseThrow();

        assertThat(jumps(table)).isLessThan(8);
        assertThat(table.blocks()).doesNotHaveDuplicates();
    }

    @Test
    void whatWasUsedLatelyOutlivesWhatWasNot() {
        BlockPool large = new BlockPool(128, 16);
        Fingerprint old = name(1);
        Fingerprint late = name(2);
        BlockTable table = large.tryTake(3 * 16).orElseThrow();
        large.remember(table.blocks()[0], old);
        large.remember(table.blocks()[2], late);
        large.give(table);
        large.give(new BlockTable(new int[] {large.share(late).orElseThrow()}, 16));
        BlockTable next = large.tryTake(126 * 16).orElseThrow();

        assertThat(large.remembers(old)).as("there was room enough").isTrue();
        large.tryTakeFor(next).orElseThrow();
        assertThat(large.remembers(old)).isFalse();
        assertThat(large.remembers(late)).isTrue();
    }

    private static Fingerprint name(long number) {
        return new Fingerprint(0, 0, 0, number);
    }

    private static long jumps(BlockTable table) {
        return IntStream.range(1, table.blocks().length)
                .filter(i -> table.blocks()[i] != table.blocks()[i - 1] + 1)
                .count();
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
