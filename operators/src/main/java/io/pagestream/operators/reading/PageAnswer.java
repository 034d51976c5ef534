package io.pagestream.operators.reading;

import io.pagestream.engine.request.Reading;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What the engine said about a page in the end.
 *
 * @param parts one; of a page that was read in halves two, the upper one first
 * @param requests how often the engine was asked, all attempts together
 * @param tiles that it was shown, all attempts together
 * @param took in the engine, all attempts together
 * @param deviceMilliseconds shares of the time of the device, all attempts together
 */
public record PageAnswer(List<Part> parts, int requests, int tiles, Duration took, double deviceMilliseconds) {

    /**
     * An answer about some rows of the page.
     *
     * @param top the first of them, pixels of the upright page
     * @param height how many, pixels
     */
    public record Part(Reading.Text text, int top, int height) {}

    public PageAnswer {
        parts = List.copyOf(parts);
    }

    /** Why it ended; of halves the worse. */
    public Reading.Finish finish() {
        return parts.stream()
                .map(part -> part.text().finish())
                .max(Reading.Finish::compareTo)
                .orElseThrow();
    }

    /** Geometric mean of the probabilities of the tokens of all parts, 0 to 1. */
    public double confidence() {
        if (parts.size() == 1) {
            return parts.get(0).text().confidence();
        }
        double log = 0;
        for (Part part : parts) {
            log += part.text().tokens().length * Math.log(part.text().confidence());
        }
        return Math.exp(log / tokens());
    }

    /** Of the answer. */
    public int tokens() {
        return sum(text -> text.tokens().length);
    }

    public int promptTokens() {
        return sum(Reading.Text::promptTokens);
    }

    /** Unicode code points of the answer. */
    int length() {
        return sum(text -> text.text().codePointCount(0, text.text().length()));
    }

    private int sum(ToIntFunction<Reading.Text> number) {
        return parts.stream().mapToInt(part -> number.applyAsInt(part.text())).sum();
    }
}
