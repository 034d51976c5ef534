package io.pagestream.jobs.gpucheck;

import io.pagestream.compute.MemoryTag;
import io.pagestream.gpu.bench.Ceilings;
import io.pagestream.gpu.bench.Comparison;
import io.pagestream.gpu.bench.Measurement;
import io.pagestream.models.parity.ParityResult;
import io.pagestream.models.parity.ParityResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of a check, as Markdown. It passes when something was compared, everything holds, and nothing was kept. */
final class GpuReport {

    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

    private final Map<String, Object> head = new LinkedHashMap<>();
    private final boolean quick;
    private final Map<String, List<Comparison>> compared = new LinkedHashMap<>();
    private final Map<String, List<ParityResult>> answered = new LinkedHashMap<>();
    private final List<String> kept = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Measurement> measured = new ArrayList<>();
    private Ceilings ceilings;

    GpuReport(String card, String command, Map<String, Object> machine, boolean quick) {
        this.quick = quick;
        head.put("date", LocalDate.now(ZoneOffset.UTC));
        head.put("command", "`" + command + "`");
        head.put("card", card);
        head.put("driver", driver());
        head.putAll(machine);
    }

    private static String driver() {
        try {
            return Files.readAllLines(DRIVER).get(0);
        } catch (IOException | IndexOutOfBoundsException notThere) {
            return "unknown (" + DRIVER + " cannot be read)";
        }
    }

    void compared(String group, Comparison one) {
        compared.computeIfAbsent(group, name -> new ArrayList<>()).add(one);
    }

    void answered(ParityResult one) {
        answered.computeIfAbsent(one.folder(), name -> new ArrayList<>()).add(one);
    }

    /** Why a case does not hold. */
    static String explained(ParityResult result) {
        String finding = result.finding().map(Object::toString).orElse("");
        return result.verdict() + " " + finding + " " + result.note();
    }

    /** @param live bytes that a device still holds after its work */
    void kept(String device, Map<MemoryTag, Long> live) {
        live.forEach((tag, bytes) -> {
            if (bytes != 0) {
                kept.add(device + ": " + bytes + " bytes of " + tag);
            }
        });
    }

    void failed(String device, String why) {
        failures.add(device + ": " + why);
    }

    void reached(Ceilings reached) {
        this.ceilings = reached;
    }

    void measured(Measurement one) {
        measured.add(one);
    }

    boolean passes() {
        return !compared.isEmpty() && wrong().isEmpty() && kept.isEmpty() && failures.isEmpty();
    }

    private List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        compared.forEach((group, all) -> all.stream()
                .filter(one -> !one.holds())
                .forEach(one -> wrong.add(group + ": " + one.name() + ": " + one.wrong())));
        answered.forEach((folder, all) -> all.stream()
                .filter(one -> one.verdict() != Verdict.HOLDS)
                .forEach(one -> wrong.add(folder + " / " + one.name() + ": " + explained(one))));
        return wrong;
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# Check of a card, ")
                .append(passes() ? "passed" : "FAILED")
                .append("\n\n| | |\n|---|---|\n");
        head.forEach((name, value) -> text.append(line(name, value)));
        list(text, "What failed", failures);
        list(text, "What is wrong", wrong());
        list(text, "What was not given back", kept);
        if (kept.isEmpty() && failures.isEmpty()) {
            text.append("\nNo device held memory after its work.\n");
        }
        comparisons(text);
        answers(text);
        times(text);
        return text.toString();
    }

    private static void list(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("\n## ").append(title).append("\n\n");
            lines.forEach(each -> text.append("- ").append(plain(each)).append('\n'));
        }
    }

    private void comparisons(StringBuilder text) {
        text.append("\n## Compared with the CPU in f32\n\n")
                .append("The error is the largest difference of an element, relative to 1 + the CPU's value.\n\n")
                .append("| device | operations | right | largest error | allowed |\n|---|---|---|---|---|\n");
        compared.forEach((group, all) -> {
            Comparison worst = all.stream()
                    .reduce((one, other) -> one.error() >= other.error() ? one : other)
                    .orElseThrow();
            text.append(line(
                    group,
                    all.size(),
                    all.stream().filter(Comparison::holds).count(),
                    format("%.1e (%s)", worst.error(), worst.name()),
                    format("%.0e", worst.allowed())));
        });
    }

    private void answers(StringBuilder text) {
        if (answered.isEmpty()) {
            return;
        }
        text.append("\n## Golden checkpoints, in f32 on the card\n\n| checkpoint | cases | hold |\n|---|---|---|\n");
        answered.forEach((folder, all) -> text.append(line(
                folder,
                all.size(),
                all.stream().filter(one -> one.verdict() == Verdict.HOLDS).count())));
    }

    private void times(StringBuilder text) {
        if (ceilings == null) {
            return;
        }
        text.append("\n## Times\n\n")
                .append(format(
                        "Ceilings of this run: a copy on the card moves %.0f GB/s (read and written), a product of cuBLAS"
                                + " computes %.1f TFLOP/s.%n",
                        ceilings.copyGigabytes(), ceilings.productTeraflops()))
                .append(
                        "Time is that of a call with its launch; the rate is what the fastest kernel would have to move or")
                .append(" compute, divided by it.\n");
        if (quick) {
            text.append(
                    "**Small shapes (`--quick`): these times say that everything runs, and nothing about speed.**\n");
        }
        text.append("\n| operation | time, us | rate | share of the ceiling |\n|---|---|---|---|\n");
        measured.forEach(one -> text.append(line(
                one.name(),
                digits(1e6 * one.seconds()),
                digits(one.rate()) + " " + one.unit(),
                format("%.1f %%", 100 * one.share()))));
    }

    /** Three digits that mean something. */
    private static String digits(double value) {
        return format(value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.4f", value);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String line(Object... cells) {
        return List.of(cells).stream()
                .map(cell -> plain(String.valueOf(cell)))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** One line, and nothing that would end a cell. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "/");
    }
}
