package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.grammar.Shape.Bound;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void boundsHoldForEveryNumber() {
        Random random = new Random(1);
        int inside = 0;
        for (int i = 0; i < 100; i++) {
            Bound least = random.nextInt(5) == 0 ? null : bound(random);
            Bound most = random.nextInt(5) == 0 ? null : bound(random);
            boolean whole = random.nextBoolean();
            ByteDfa dfa = ByteDfa.of(Numbers.of(whole, least, most, List.of(), ""), "");
            for (int j = 0; j < 300; j++) {
                BigDecimal value = near(random, least, most);
                String text = value.toPlainString();
                boolean expected = (!whole || !text.contains("."))
                        && (least == null || value.compareTo(least.value()) >= (least.strict() ? 1 : 0))
                        && (most == null || value.compareTo(most.value()) <= (most.strict() ? -1 : 0));
                inside += expected ? 1 : 0;
                assertThat(dfa != null && dfa.run(text.getBytes(StandardCharsets.US_ASCII)))
                        .as("%s with %s and %s, whole %s", text, least, most, whole)
                        .isEqualTo(expected);
            }
        }
        assertThat(inside).isBetween(3_000, 27_000);
    }

    @Test
    void multiplesAreKnownByTheirRemainder() {
        for (int divisor : new int[] {1, 2, 7, 97, 1000}) {
            Bound multiple = new Bound(BigDecimal.valueOf(divisor), false, "");
            ByteDfa dfa = ByteDfa.of(Numbers.of(false, null, null, List.of(multiple), ""), "");
            for (int value = -3000; value <= 3000; value++) {
                assertThat(dfa.run(Integer.toString(value).getBytes(StandardCharsets.US_ASCII)))
                        .as("%d of %d", value, divisor)
                        .isEqualTo(value % divisor == 0);
            }
        }
    }

    @Test
    void numbersHaveOneForm() {
        ByteDfa any = ByteDfa.of(Patterns.whole(Numbers.ANY_NUMBER, Spelling.PLAIN, ""), "");
        for (String text : List.of("0", "-1", "10", "0.5", "-0.25", "1e5", "1.5E-10", "123456789012345678")) {
            assertThat(any.run(text.getBytes(StandardCharsets.US_ASCII)))
                    .as(text)
                    .isTrue();
        }
        for (String text :
                List.of("", "-", "01", "1.", ".5", "1e", "+1", "1e400", "1234567890123456789", "NaN", "--1")) {
            assertThat(any.run(text.getBytes(StandardCharsets.US_ASCII)))
                    .as(text)
                    .isFalse();
        }
    }

    private static Bound bound(Random random) {
        return new Bound(number(random).stripTrailingZeros(), random.nextBoolean(), "");
    }

    private static BigDecimal number(Random random) {
        int digits = random.nextInt(4);
        return BigDecimal.valueOf(random.nextInt((int) Math.pow(10, 1 + random.nextInt(5))), digits)
                .multiply(random.nextBoolean() ? BigDecimal.ONE : BigDecimal.ONE.negate());
    }

    private static BigDecimal near(Random random, Bound least, Bound most) {
        Bound bound = random.nextBoolean() ? least : most;
        if (bound == null || random.nextInt(3) == 0) {
            return number(random);
        }
        BigDecimal step = BigDecimal.ONE.movePointLeft(random.nextInt(5));
        return bound.value().add(step.multiply(BigDecimal.valueOf(random.nextInt(5) - 2L)));
    }
}
