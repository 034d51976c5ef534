package io.pagestream.models.language;

import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.LanguageConfig;

/**
 * The rows of one step that get an addition, and room for it.
 *
 * @param addition as in {@link LowRank}
 * @param rows I32 [1, count]
 * @param gathered [count, widest input of a product]
 * @param thin [count, largest rank]
 * @param added [count, widest result of a product]
 */
record LowRankRows(String addition, Tensor rows, Tensor gathered, Tensor thin, Tensor added) {

    static LowRankRows of(String addition, int[] rows, int rank, LanguageConfig config, Scratch scratch) {
        int query = config.heads() * config.headSide();
        int key = config.kvHeads() * config.headSide();
        int widest = Math.max(Math.max(config.hidden(), query + 2 * key), config.intermediate());
        return new LowRankRows(
                addition,
                scratch.ints(rows),
                scratch.take(rows.length, widest),
                scratch.take(rows.length, rank),
                scratch.take(rows.length, widest));
    }
}
