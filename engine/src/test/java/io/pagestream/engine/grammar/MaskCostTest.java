package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What masks cost with a vocabulary of the size of Qwen2's, on the CPU, in CPU time of the thread: whatever else runs does not
 * count. Prints what it measures.
 */
class MaskCostTest {

    private static final int SIZE = 151_936;
    private static final int ANSWERS = 20;
    private static final int STEPS = 60;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final String TEXT = """
        {"type":"object","properties":{"text":{"type":"string"}},"required":["text"],"additionalProperties":false}\
        """;

    /**
     * A step of a model with a thousand million weights takes 144 ms for 16 answers on two cores (docs/benchmarks): so much of
     * it is five hundredths, for each answer.
     */
    private static final double MOST = 0.05 * 144_000 / 16;

    @Test
    void a_token_of_a_form_costs_less_than_five_hundredths_of_its_share_of_a_step() {
        TokenBytes vocabulary = Vocabularies.random(21, SIZE);
        long begin = cpu();
        Grammars grammars = new Grammars(vocabulary, new LongAdder(), 600); // the machine may be busy
        print("trie of %d tokens: %.0f ms", SIZE, (cpu() - begin) / 1e6);
        try (Device device = Devices.open("cpu");
                Scratch kept = new Scratch(device)) {
            Tensor logits = kept.floats(1, SIZE, new float[SIZE]);
            // Once without a word: what is measured below is compiled by then, but has not met its grammar.
            String titled = Schemas.INVOICE.replace("\"Invoice\"", "\"warm\"");
            answers(grammars.schema(titled), device, logits, 2000);
            for (String schema : List.of(Schemas.INVOICE, TEXT, Schemas.TREE, "{}")) {
                begin = cpu();
                Grammar grammar = grammars.schema(schema);
                print("%.60s: compiled in %.1f ms", schema.replaceAll("\\s+", " "), (cpu() - begin) / 1e6);
                Costs far = answers(grammar, device, logits, 2000);
                far.print("far from the limit");
                answers(grammar, device, logits, grammar.leastTokens() + STEPS / 2)
                        .print("near the limit");
                answers(grammar, device, logits, grammar.leastTokens() + STEPS / 2)
                        .print("the same answers again");
                assertThat(far.remembered).hasSizeGreaterThan(50);
                assertThat(at(far.remembered, 0.5) + at(far.applied, 0.5) + at(far.advanced, 0.5))
                        .as("microseconds of a token")
                        .isLessThan(MOST);
            }
        }
    }

    /** Microseconds: to find a mask for the first time and again, to rule out the other tokens, to go on. */
    private static final class Costs {

        private final Set<Object> seen = new HashSet<>();
        private final List<Double> first = new ArrayList<>();
        private final List<Double> remembered = new ArrayList<>();
        private final List<Double> applied = new ArrayList<>();
        private final List<Double> advanced = new ArrayList<>();

        private void print(String name) {
            double all = sum(first) + sum(remembered) + sum(applied) + sum(advanced);
            MaskCostTest.print(
                    "  %s: %s; %s; %s; %s; mean of a token %.1f us",
                    name,
                    shown("first masks", first),
                    shown("remembered", remembered),
                    shown("applied", applied),
                    shown("advanced", advanced),
                    all / applied.size());
        }

        private static String shown(String name, List<Double> values) {
            return String.format(
                    Locale.ROOT,
                    "%s %d, median %.2f us, 95%% %.2f us, most %.0f us",
                    name,
                    values.size(),
                    at(values, 0.5),
                    at(values, 0.95),
                    at(values, 1));
        }
    }

    /** Answers of tokens drawn from their masks, each with at most {@code limit}. */
    private static Costs answers(Grammar grammar, Device device, Tensor logits, int limit) {
        Costs costs = new Costs();
        for (int answer = 0; answer < ANSWERS; answer++) {
            Random random = new Random(answer);
            GrammarState state = grammar.start(limit);
            for (int step = 0; step < STEPS && !state.isStopped(); step++) {
                long begin = cpu();
                int[] allowed = state.allowed();
                double found = (cpu() - begin) / 1e3;
                (costs.seen.add(new Identity(allowed)) ? costs.first : costs.remembered).add(found);
                try (Scratch scratch = new Scratch(device)) {
                    begin = cpu();
                    device.ops().maskTokens(logits, 0, scratch.ints(allowed));
                    costs.applied.add((cpu() - begin) / 1e3);
                }
                int token = anyOf(allowed, random);
                begin = cpu();
                state = state.advance(token);
                costs.advanced.add((cpu() - begin) / 1e3);
            }
        }
        return costs;
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

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static long cpu() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static void print(String format, Object... values) {
        System.out.println("MEASURED " + String.format(Locale.ROOT, format, values));
    }
}
