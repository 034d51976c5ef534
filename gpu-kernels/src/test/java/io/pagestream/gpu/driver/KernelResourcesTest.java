package io.pagestream.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ptxas says of every kernel, compared with the recorded table: registers, spilled bytes, static shared memory. The
 * numbers depend on the compiler's version; with another one only spills are refused. Compiles for sm_80, the card with the
 * least; {@code -Dpagestream.nvcc=true} compiles for all cards, four times as long. After a change that is meant, {@code
 * -Dpagestream.nvcc=true -Dpagestream.record=true} writes the table anew.
 */
class KernelResourcesTest {

    private static final List<String> ARCHITECTURES = List.of("sm_80", "sm_86", "sm_89", "sm_90a");
    private static final List<String> CHOSEN =
            Boolean.getBoolean("pagestream.nvcc") ? ARCHITECTURES : ARCHITECTURES.subList(0, 1);
    private static final Path TABLE = Path.of("src/test/resources/kernel-resources.txt");
    private static final Pattern KERNEL = Pattern.compile("Compiling entry function '(\\w+)' for '(\\w+)'");
    private static final Pattern SPILL = Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern USED = Pattern.compile("Used (\\d+) registers");
    private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");
    private static final Pattern VERSION = Pattern.compile("release (\\d+\\.\\d+)");

    @TempDir
    Path folder;

    @Test
    void everyKernelCompilesForEveryCardAndTakesWhatIsRecorded() throws Exception {
        String version = version();
        if (CHOSEN.size() < ARCHITECTURES.size()) {
            System.err.println(
                    "KernelResourcesTest: compiled for " + CHOSEN + " only; -Dpagestream.nvcc=true for all cards");
        }
        List<String> table = new ArrayList<>();
        table.add("# nvcc " + version);
        table.add("# kernel: for " + String.join(", ", ARCHITECTURES)
                + ": registers, spilled bytes, static shared bytes");
        TreeMap<String, List<String>> kernels = compiled();
        kernels.forEach((kernel, uses) -> table.add(kernel + ": " + String.join("; ", uses)));

        assertThat(kernels).hasSizeGreaterThan(40);
        assertThat(kernels).allSatisfy((kernel, uses) -> {
            assertThat(uses).as(kernel).hasSameSizeAs(CHOSEN);
            assertThat(uses)
                    .as("%s: registers, spilled bytes, shared bytes", kernel)
                    .allMatch(use -> use.contains(" 0 "));
        });
        if (Boolean.getBoolean("pagestream.record")) {
            assertThat(CHOSEN).as("a table needs -Dpagestream.nvcc=true").isEqualTo(ARCHITECTURES);
            Files.write(TABLE, table);
        }
        List<String> recorded = Files.readAllLines(TABLE).stream()
                .map(KernelResourcesTest::ofTheChosen)
                .toList();
        if (recorded.get(0).equals(table.get(0))) {
            assertThat(table).isEqualTo(recorded);
        }
    }

    /** A line of the recorded table, cut down to the cards that were compiled for: they come first. */
    private static String ofTheChosen(String line) {
        if (line.startsWith("#")) {
            return line;
        }
        String[] uses = line.split("; ");
        return String.join("; ", List.of(uses).subList(0, Math.min(CHOSEN.size(), uses.length)));
    }

    private static String version() throws IOException, InterruptedException {
        String output = "";
        try {
            output = run(List.of("nvcc", "--version"));
        } catch (IOException notThere) {
            // Said below.
        }
        Matcher version = VERSION.matcher(output);
        assumeTrue(
                version.find(), "there is no nvcc on the PATH: what the kernels take on each card is not checked here");
        return version.group(1);
    }

    private TreeMap<String, List<String>> compiled() throws IOException, InterruptedException {
        TreeMap<String, List<String>> kernels = new TreeMap<>();
        for (Path source : KernelSourceTest.sources()) {
            List<String> command = new ArrayList<>(List.of("nvcc", "-fatbin", "-std=c++17", "-Xptxas", "-v"));
            for (String architecture : CHOSEN) {
                command.add("-gencode=arch=" + architecture.replace("sm", "compute") + ",code=" + architecture);
            }
            command.addAll(List.of("-o", folder.resolve("out.fatbin").toString(), source.toString()));
            read(run(command), kernels);
        }
        return kernels;
    }

    /** Notes "registers spilled shared" for each kernel, in the order of the architectures. */
    private static void read(String output, TreeMap<String, List<String>> kernels) {
        String[] blocks = output.split("(?=ptxas info\\s+: Compiling entry function)");
        for (String architecture : CHOSEN) {
            for (String block : blocks) {
                Matcher kernel = KERNEL.matcher(block);
                if (kernel.find() && kernel.group(2).equals(architecture)) {
                    kernels.computeIfAbsent(kernel.group(1), name -> new ArrayList<>())
                            .add(first(USED, block) + " " + first(SPILL, block) + " " + first(SHARED, block));
                }
            }
        }
    }

    private static String first(Pattern pattern, String block) {
        Matcher matcher = pattern.matcher(block);
        return matcher.find() ? matcher.group(1) : "0";
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
