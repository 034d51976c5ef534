package io.pagestream.jobs.gpucheck;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.gpu.bench.Ceilings;
import io.pagestream.gpu.bench.Comparison;
import io.pagestream.gpu.bench.KernelBench;
import io.pagestream.gpu.bench.Measurement;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.FilePictures;
import io.pagestream.jobs.command.Machine;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.models.golden.GoldenFolder;
import io.pagestream.models.parity.ParityResult;
import io.pagestream.models.parity.ParityRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks and measures a card. */
@Command(
        name = "gpu-check",
        description = "Compare a card with the CPU, look for memory that it keeps, and measure its kernels.",
        footer = {
            "",
            "A report in Markdown goes to stdout or to a file, progress to stderr. Code 0: every result is right and all",
            "memory came back; 4: something is wrong, and the report says what; 1: there is no card, or no driver.",
            "Measured are some 20 operations at the shapes of a 1B model; each share is that of a ceiling that the same card",
            "reached in the same run: a copy of the driver, or a large product of cuBLAS. Needs some 4 GB of heap without",
            "--quick (PAGESTREAM_JAVA_OPTS=-Xmx6g).",
            "",
            "Examples:",
            "  pagestream gpu-check --quick",
            "  pagestream gpu-check --device cuda:1 --out docs/benchmarks/2026-11-21-h100.md"
        })
public final class GpuCheck implements Callable<Integer> {

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cuda:0",
            description = "Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the report goes. Default: stdout.")
    private Path out;

    @Option(
            names = "--quick",
            description =
                    "Small shapes only: seconds instead of minutes. What is right is seen, how fast it is is not.")
    private boolean quick;

    @Option(
            names = "--golden",
            paramLabel = "FOLDER",
            description = "Checkpoints with golden data too, as 'pagestream parity' takes them, in f32 on the card.")
    private Path golden;

    @Mixin
    private OutputArguments output;

    @Spec
    private CommandSpec spec;

    private final Streams streams;

    public GpuCheck(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (!device.matches("cuda:\\d{1,3}")) {
            throw new IllegalArgumentException("--device takes a card such as cuda:0; found '" + device + "'");
        }
        if (out != null && !Files.isDirectory(out.toAbsolutePath().getParent())) {
            throw new IllegalArgumentException("there is no folder for the report " + out);
        }
        List<Path> checkpoints = checkpoints();
        Map<String, Object> machine = Machine.describe();
        GpuReport report;
        try (Device cpu = Devices.open("cpu:f32")) {
            try (Device card = Devices.open(device)) {
                report = new GpuReport(card.description(), typed(), machine, quick);
            }
            on(device + ":f32", report, card -> compare(report, "small and odd shapes", card, cpu, true));
            on(device, report, card -> compare(report, "small and odd shapes", card, cpu, true));
            if (!quick) {
                on(device, report, card -> compare(report, "the shapes of a 1B model", card, cpu, false));
            }
            if (!checkpoints.isEmpty()) {
                on(device + ":f32", report, card -> answer(report, card, checkpoints));
            }
            on(device, report, card -> measure(report, card));
        }
        write(report);
        return report.passes() ? ExitCode.DONE : ExitCode.NO_PARITY;
    }

    private List<Path> checkpoints() {
        if (golden == null) {
            return List.of();
        }
        List<Path> folders = Files.isDirectory(golden) ? GoldenFolder.under(golden) : List.of();
        if (folders.isEmpty()) {
            throw new IllegalArgumentException(
                    "--golden takes a checkpoint with golden/, or a folder of such; found none in " + golden);
        }
        return folders;
    }

    /** One part of the check on a device of its own: what it leaves behind is its own too. */
    private void on(String name, GpuReport report, Consumer<Device> part) {
        try (Device card = Devices.open(name)) {
            part.accept(card);
            report.kept(name, card.liveBytes());
        } catch (RuntimeException failed) {
            say("FAILED: " + CommandFailure.sentenceOf(failed));
            report.failed(name, CommandFailure.sentenceOf(failed));
        }
    }

    private void compare(GpuReport report, String shapes, Device card, Device cpu, boolean small) {
        say("comparing " + card.name() + " with the CPU, " + shapes);
        new KernelBench(card, small).compare(cpu, compared -> {
            report.compared(card.name() + ", " + shapes, compared);
            say(shown(compared));
        });
    }

    private static String shown(Comparison compared) {
        return compared.holds()
                ? String.format(Locale.ROOT, "  %-44s error %.1e", compared.name(), compared.error())
                : "  " + compared.name() + " WRONG: " + compared.wrong();
    }

    private void answer(GpuReport report, Device card, List<Path> checkpoints) {
        say("answering as golden checkpoints do, " + card.name());
        ParityRun run = new ParityRun(card, new FilePictures(), (folder, name) -> true, result -> {
            report.answered(result);
            say("  " + result.folder() + " / " + result.name() + ": "
                    + (result.verdict() == ParityResult.Verdict.HOLDS ? "holds" : GpuReport.explained(result)));
        });
        checkpoints.forEach(run::run);
    }

    private void measure(GpuReport report, Device card) {
        KernelBench bench = new KernelBench(card, quick);
        Ceilings ceilings = bench.ceilings();
        report.reached(ceilings);
        say(String.format(
                Locale.ROOT,
                "measuring; ceilings: copy %.0f GB/s, product %.1f TFLOP/s",
                ceilings.copyGigabytes(),
                ceilings.productTeraflops()));
        bench.measure(ceilings, measured -> {
            report.measured(measured);
            say(shown(measured));
        });
    }

    private static String shown(Measurement measured) {
        return String.format(
                Locale.ROOT,
                "  %-44s %10.1f us %10.1f %-8s %5.1f %%",
                measured.name(),
                1e6 * measured.seconds(),
                measured.rate(),
                measured.unit(),
                100 * measured.share());
    }

    private void say(String line) {
        if (!output.quiet()) {
            streams.err().println(line);
        }
    }

    private String typed() {
        return "pagestream "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    }

    private void write(GpuReport report) {
        if (out == null) {
            streams.out().print(report.markdown());
            return;
        }
        try {
            Files.writeString(out, report.markdown());
        } catch (IOException e) {
            throw new CommandFailure("cannot write the report " + out + ": " + e.getMessage(), e);
        }
    }
}
