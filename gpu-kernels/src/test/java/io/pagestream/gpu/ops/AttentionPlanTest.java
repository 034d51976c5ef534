package io.pagestream.gpu.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.StepSpans.Span;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttentionPlanTest {

    private static final CacheShape SHAPE = new CacheShape(2, 2, 64, 100, 16);

    @Test
    void everyRowKnowsItsSpanAndItsPlaceInTheCache() {
        AttentionPlan plan = new AttentionPlan(
                new StepSpans(List.of(new Span(0, 2, 15, new int[] {7, 3}), new Span(2, 1, 0, new int[] {9, 1}))),
                SHAPE,
                7,
                1);

        assertThat(entries(plan, plan.spanOfRow, 1)).containsExactly(row(0), row(0), row(1));
        assertThat(entries(plan, plan.slots, 1)).containsExactly(row(7 * 16 + 15), row(3 * 16), row(9 * 16));
        assertThat(entries(plan, plan.spans, 4)).containsExactly(row(0, 2, 15, 0), row(2, 1, 0, 2));
        assertThat(entries(plan, plan.blocks, 1)).containsExactly(row(7), row(3), row(9));
    }

    @Test
    void aPromptBecomesTallTilesThatReadWhatTheirLastRowSees() {
        AttentionPlan plan = plan(1, 20, 5);

        assertThat(plan.small.count()).isZero();
        assertThat(entries(plan, plan.tall, 5))
                .containsExactly(
                        row(0, 128, 0, 25, -1), // 140 stacked queries: the last 12 belong to rows 18 and 19
                        row(0, 64, 0, 5 + 127 / 7 + 1, -1),
                        row(0, 0, 0, 5 + 63 / 7 + 1, -1));
    }

    @Test
    void aRowOfAnAnswerIsOneShortTileWhereTheCardIsFull() {
        AttentionPlan plan = plan(1, 1, 999);

        assertThat(plan.tall.count()).isZero();
        assertThat(plan.parts).isPositive();

        List<Span> many = IntStream.range(0, 50)
                .mapToObj(i -> new Span(i, 1, 99, IntStream.range(0, 7).toArray()))
                .toList();
        AttentionPlan full = new AttentionPlan(new StepSpans(many), SHAPE, 7, 1);
        assertThat(full.small.count()).isEqualTo(50);
        assertThat(full.joints.count()).isZero();
        assertThat(full.parts).isZero();
    }

    @Test
    void sharedKeysAreReadOnceEachInWholePieces() {
        for (int past : new int[] {0, 63, 64, 127, 128, 129, 700, 1599}) {
            for (int multiprocessors : new int[] {1, 4, 132}) {
                AttentionPlan plan = plan(multiprocessors, 1, past);
                int read = 0;
                for (List<Integer> item : entries(plan, plan.small, 5)) {
                    assertThat(item.get(2)).isEqualTo(read);
                    assertThat(item.get(2) % 64).isZero();
                    read = item.get(3);
                }
                assertThat(read).isEqualTo(past + 1);
                int joined = entries(plan, plan.joints, 4).stream()
                        .mapToInt(joint -> joint.get(3))
                        .sum();
                assertThat(joined).isEqualTo(plan.parts);
            }
        }
    }

    private static AttentionPlan plan(int multiprocessors, int rows, int past) {
        int[] blocks = IntStream.range(0, 100).toArray();
        return new AttentionPlan(new StepSpans(List.of(new Span(0, rows, past, blocks))), SHAPE, 7, multiprocessors);
    }

    private static List<Integer> row(Integer... values) {
        return List.of(values);
    }

    private static List<List<Integer>> entries(AttentionPlan plan, AttentionPlan.Part part, int size) {
        return IntStream.range(0, part.count())
                .mapToObj(i -> Arrays.stream(plan.integers, part.at() + i * size, part.at() + (i + 1) * size)
                        .boxed()
                        .toList())
                .toList();
    }
}
