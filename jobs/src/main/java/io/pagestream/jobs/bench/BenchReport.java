package io.pagestream.jobs.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of one run with what they were measured on: JSON for programs, a table for people. */
final class BenchReport {

    private final Map<String, Object> head = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();
    private final PrintStream shown;

    /**
     * @param shown where each figure is shown to a person as soon as it is there
     * @param command as it was typed
     */
    BenchReport(PrintStream shown, String command, Map<String, Object> machine, Map<String, Object> engine) {
        this.shown = shown;
        head.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        head.put("command", command);
        head.put("machine", machine);
        head.put("engine", engine);
    }

    private record Figure(String name, double value, String unit) {}

    /** Adds a figure, the median of its repeats, and shows it at once: a slow machine may not come to the end. */
    void add(String name, double value, String unit) {
        figures.add(new Figure(name, value, unit));
        shown.printf(Locale.ROOT, "  %-34s %12s  %s%n", name, digits(value), unit);
    }

    /** One object. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>(head);
        all.put("figures", figures);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and numbers can always be written", e);
        }
    }

    /** Three digits that mean something. */
    private static String digits(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
