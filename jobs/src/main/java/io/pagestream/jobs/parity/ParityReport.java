package io.pagestream.jobs.parity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.compute.Device;
import io.pagestream.models.parity.ParityFinding;
import io.pagestream.models.parity.ParityResult;
import io.pagestream.models.parity.ParityResult.Verdict;
import io.pagestream.models.parity.Tolerances;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of each case: a table for people as it is found, or one JSON object at the end for programs. */
final class ParityReport {

    private final PrintStream out;
    private final boolean json;
    private final Device device;
    private final Tolerances tolerances;
    private final List<ParityResult> results = new ArrayList<>();

    ParityReport(PrintStream out, boolean json, Device device) {
        this.out = out;
        this.json = json;
        this.device = device;
        this.tolerances = Tolerances.of(device.activations());
    }

    /** Says on what and how near things are compared. */
    void begin() {
        if (!json) {
            out.println(device.name() + " (" + device.description() + ")");
            out.println(tolerances.describe());
            out.println();
        }
    }

    void add(ParityResult result) {
        results.add(result);
        if (!json) {
            out.printf(
                    Locale.ROOT, "%-26s %-28s %s%n", result.folder(), result.name(), word(result) + explained(result));
        }
    }

    private static String word(ParityResult result) {
        return switch (result.verdict()) {
            case HOLDS -> "holds";
            case DIFFERS -> "DIFFERS";
            case NOT_RUN -> "NOT RUN";
        };
    }

    private static String explained(ParityResult result) {
        String finding = result.finding().map(first -> "  " + first).orElse("");
        return result.note().isEmpty() ? finding : finding + "  (" + result.note() + ")";
    }

    /** Says how many of each kind there were. */
    void end() {
        if (json) {
            out.println(object());
        } else {
            out.println();
            out.println(count(Verdict.HOLDS) + " hold, " + count(Verdict.DIFFERS) + " differ, " + count(Verdict.NOT_RUN)
                    + " could not be run");
        }
    }

    private long count(Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    /** Nothing compared is no pass. */
    boolean allHold() {
        return !results.isEmpty() && count(Verdict.HOLDS) == results.size();
    }

    private String object() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("device", device.name());
        all.put("description", device.description());
        all.put("exact", tolerances.exact());
        all.put("tolerances", tolerances.describe());
        all.put("holds", count(Verdict.HOLDS));
        all.put("differs", count(Verdict.DIFFERS));
        all.put("notRun", count(Verdict.NOT_RUN));
        all.put("cases", results.stream().map(ParityReport::object).toList());
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and texts can always be written", e);
        }
    }

    private static Map<String, Object> object(ParityResult result) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("folder", result.folder());
        one.put("case", result.name());
        one.put("verdict", result.verdict().name());
        one.put("note", result.note());
        result.finding().ifPresent(finding -> one.put("first", object(finding)));
        return one;
    }

    private static Map<String, String> object(ParityFinding finding) {
        Map<String, String> first = new LinkedHashMap<>();
        first.put("what", finding.what());
        first.put("where", finding.where());
        first.put("expected", finding.expected());
        first.put("found", finding.found());
        first.put("tolerance", finding.tolerance());
        return first;
    }
}
