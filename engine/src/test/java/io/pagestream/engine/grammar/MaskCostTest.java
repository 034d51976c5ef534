package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a mask costs with a vocabulary of the size of Qwen2's. Prints what it measures. */
class MaskCostTest {

    private static final int SIZE = 151_936;

    @Test
    void aRememberedMaskCostsLessThanFiftyMicroseconds() {
        TokenBytes vocabulary = Vocabularies.random(21, SIZE);
        long begin = System.nanoTime();
        Grammars grammars = new Grammars(vocabulary);
        print("trie of %d tokens: %.0f ms", SIZE, milliseconds(begin));
        for (String schema : List.of(Schemas.INVOICE, Schemas.TREE, "{}")) {
            begin = System.nanoTime();
            Grammar grammar = grammars.schema(schema);
            double compile = milliseconds(begin);
            Set<Object> seen = new HashSet<>();
            List<Double> first = new ArrayList<>();
            List<Double> remembered = new ArrayList<>();
            for (int answer = 0; answer < 20; answer++) {
                Random random = new Random(answer);
                GrammarState state = grammar.start(2000);
                for (int step = 0; step < 60 && !state.isStopped(); step++) {
                    begin = System.nanoTime();
                    int[] allowed = state.allowed();
                    double cost = milliseconds(begin) * 1000;
                    (seen.add(new Identity(allowed)) ? first : remembered).add(cost);
                    state = state.advance(anyOf(allowed, random));
                }
            }
            print(
                    "compiled in %.1f ms; first masks: %d, median %.0f us, 95%% %.0f us, most %.0f us; remembered: %d, "
                            + "median %.2f us, 95%% %.2f us: %.40s",
                    compile,
                    first.size(),
                    at(first, 0.5),
                    at(first, 0.95),
                    at(first, 1),
                    remembered.size(),
                    at(remembered, 0.5),
                    at(remembered, 0.95),
                    schema.replace("\n", " "));
            assertThat(remembered).hasSizeGreaterThan(50);
            assertThat(at(remembered, 0.5)).as("microseconds").isLessThan(50);
        }
    }

    /** The same array: the same mask. */
    private record Identity(int[] words) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity that && words == that.words;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(words);
        }
    }

    private static int anyOf(int[] allowed, Random random) {
        int[] ids = IntStream.range(0, SIZE)
                .filter(id -> Vocabularies.has(allowed, id))
                .toArray();
        return ids[random.nextInt(ids.length)];
    }

    private static double at(List<Double> values, double part) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    private static double milliseconds(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    private static void print(String format, Object... values) {
        System.out.println("MEASURED " + String.format(Locale.ROOT, format, values));
    }
}
