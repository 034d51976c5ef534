package io.pagestream.jobs.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code report.json} and {@code report.md}: what was done to the cluster, how long it took to be well again, what came out. */
final class ChaosReport {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, Object> summary = new TreeMap<>();
    private final List<Recovery> recoveries;

    ChaosReport(List<Recovery> recoveries) {
        this.recoveries = recoveries;
    }

    /** A figure of the whole run, under a name that says what it is. */
    void put(String name, Object value) {
        summary.put(name, value);
    }

    Path writeTo(Path folder) throws IOException {
        List<Map<String, Object>> blows = new ArrayList<>();
        for (Recovery recovery : recoveries) {
            blows.add(Map.of(
                    "blow", recovery.blow().name(),
                    "at", Instant.ofEpochMilli(recovery.struck()).toString(),
                    "recoveryMillis", recovery.millis()));
        }
        JSON.writeValue(folder.resolve("report.json").toFile(), Map.of("summary", summary, "blows", blows));
        return Files.writeString(folder.resolve("report.md"), markdown());
    }

    private String markdown() {
        StringBuilder page = new StringBuilder("# A run with kills\n\n| what | value |\n|---|---|\n");
        summary.forEach((name, value) ->
                page.append("| ").append(name).append(" | ").append(value).append(" |\n"));
        page.append("\nSeconds from the blow until a checkpoint was complete that began after it:\n\n");
        page.append("| blow | times | median | longest |\n|---|---|---|---|\n");
        Map<Blow, List<Long>> byBlow = new EnumMap<>(Blow.class);
        recoveries.forEach(each ->
                byBlow.computeIfAbsent(each.blow(), blow -> new ArrayList<>()).add(each.millis()));
        byBlow.forEach((blow, millis) -> {
            List<Long> sorted = millis.stream().sorted().toList();
            page.append(String.format(
                    "| %s | %d | %.1f | %.1f |%n",
                    blow,
                    sorted.size(),
                    sorted.get(sorted.size() / 2) / 1000.0,
                    sorted.get(sorted.size() - 1) / 1000.0));
        });
        return page.toString();
    }
}
