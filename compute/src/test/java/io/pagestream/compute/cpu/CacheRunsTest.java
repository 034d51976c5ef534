package io.pagestream.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.CacheShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CacheRunsTest {

    private static final int BLOCK_BYTES = 16 * 2 * 4;

    @Test
    void neighbouringBlocksAreReadWhereTheyLieInPiecesOfPowersOfTwo() {
        int[] blocks = IntStream.range(3, 3 + 23).toArray();
        List<String> pieces = new ArrayList<>();

        new CacheRuns(blocks, 23, new CacheShape(1, 1, 2, 64, 16), 1)
                .walk(
                        null,
                        block -> (long) block * BLOCK_BYTES,
                        (address, apart, token, tokens) ->
                                pieces.add(address / BLOCK_BYTES + ": " + token + " + " + tokens));

        assertThat(pieces).containsExactly("3: 0 + 256", "19: 256 + 112");
    }

    @Test
    void noPieceIsLongerThanTheLongest() {
        List<String> pieces = new ArrayList<>();

        new CacheRuns(IntStream.range(0, 66).toArray(), 66, new CacheShape(1, 1, 2, 66, 32), 1)
                .walk(
                        null,
                        block -> (long) block,
                        (address, apart, token, tokens) -> pieces.add(token + " + " + tokens));

        assertThat(pieces).containsExactly("0 + 1024", "1024 + 1024", "2048 + 64");
    }

    @Test
    void aProductTakesFewDifferentNumbersOfRows() {
        assertThat(DnnlLinear.piece(1)).isEqualTo(1);
        assertThat(DnnlLinear.piece(31)).isEqualTo(31);
        assertThat(DnnlLinear.piece(100)).isEqualTo(96);
        assertThat(DnnlLinear.piece(13325)).isEqualTo(1024);
    }

    @Test
    void softmaxTakesFewDifferentWidths() {
        assertThat(IntStream.rangeClosed(1, 32768).map(PagedAttention::width).distinct())
                .hasSizeLessThan(64);
        assertThat(IntStream.rangeClosed(1, 32768)).allMatch(tokens -> PagedAttention.width(tokens) >= tokens);
    }
}
