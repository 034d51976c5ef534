package io.pagestream.jobs.bench;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.engine.EngineOptions;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.SharedEngines;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.EngineArguments;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.Machine;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.embedded.ShippedDocuments;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.operators.options.PipelineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures this machine. */
@Command(
        name = "bench",
        description = "Measure a model on a device, and the stages before it.",
        footer = {
            "",
            "One JSON object goes to stdout, a table to stderr. Figures are medians; prompts and tiles are random, so any",
            "checkpoint of the right shape will do.",
            "",
            "Examples:",
            "  pagestream bench",
            "  pagestream bench --model InternVL2_5-1B --device cpu:bf16 --repeats 5 > bench.json"
        })
public final class Bench implements Callable<Integer> {

    private static final int[] BATCHES = {1, 8, 16};

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Documents for the stages before the model. Default: those of the demo.")
    private List<Path> places = List.of();

    @Option(names = "--repeats", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--tiles",
            paramLabel = "N",
            defaultValue = "4",
            description = "Tiles of a page for the second figure of the vision encoder. Default: ${DEFAULT-VALUE}.")
    private int tiles;

    @Option(
            names = "--prompt-words",
            paramLabel = "N",
            defaultValue = "512",
            description = "Words of the prompt for prefill. Default: ${DEFAULT-VALUE}.")
    private int promptWords;

    @Option(
            names = "--answer-tokens",
            paramLabel = "N",
            defaultValue = "32",
            description = "Tokens of each answer for decode. Default: ${DEFAULT-VALUE}.")
    private int answerTokens;

    @Mixin
    private EngineArguments engine;

    @Mixin
    private OutputArguments output;

    @Spec
    private CommandSpec spec;

    private final Streams streams;

    private Bench(Streams streams) {
        this.streams = streams;
    }

    /** The command with the one below it. */
    public static CommandLine command(Streams streams) {
        return new CommandLine(new Bench(streams)).addSubcommand(new BenchLoad(streams));
    }

    @Override
    public Integer call() {
        range("--repeats", repeats, 1, 101);
        range("--tiles", tiles, 1, 256);
        range("--prompt-words", promptWords, 8, 1 << 17);
        range("--answer-tokens", answerTokens, 1, 1 << 14);
        List<byte[]> documents = documents();
        Configuration config = new Configuration();
        engine.applyTo(config);
        PipelineOptions options = PipelineOptions.from(config);
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("device", describe(options.engine().device()));
        // Random weights soon repeat themselves, and guessing that would be measured instead of decoding.
        EngineOptions plain = options.engine().withSpeculation(false);
        try (OcrEngine leased = SharedEngines.lease(plain)) {
            about.put("model", leased.config().name());
            about.put("options", plain.toString());
            BenchReport report = new BenchReport(streams.err(), typed(spec), Machine.describe(), about);
            VisionConfig vision = leased.config().vision();
            measure(leased, report);
            measure(documents, vision, report);
            streams.out().println(report.json());
        }
        return ExitCode.DONE;
    }

    private void measure(OcrEngine leased, BenchReport report) {
        BenchEngine bench = new BenchEngine(leased, new Repeats(repeats));
        say("warming up");
        bench.warmUp();
        say("vision encoder");
        report.add("vision, page of 1 tile", bench.secondsPerTile(1), "s per tile");
        if (tiles > 1) {
            report.add("vision, page of " + tiles + " tiles", bench.secondsPerTile(tiles), "s per tile");
        }
        say("prefill");
        report.add("prefill", bench.prefillTokensPerSecond(promptWords), "tokens/s");
        for (int batch : BATCHES) {
            say("decode, " + batch + " at a time");
            report.add("decode, batch " + batch, bench.decodeTokensPerSecond(batch, 16, answerTokens), "tokens/s");
        }
    }

    private void measure(List<byte[]> documents, VisionConfig vision, BenchReport report) {
        say("stages before the model");
        BenchStages.Speeds speeds = new BenchStages(documents, vision, new Repeats(repeats)).measure();
        report.add("pages measured", speeds.pages(), "pages of " + documents.size() + " documents");
        report.add("pages refused", speeds.refused(), "pages or documents");
        report.add("tiles of a page", (double) speeds.tiles() / speeds.pages(), "tiles");
        report.add("decode a page", speeds.decode(), "pages/s");
        report.add("resize a page", speeds.resize(), "pages/s");
        report.add("resize and cut into tiles", speeds.tile(), "pages/s");
        report.add("all before the model", speeds.all(), "pages/s");
        report.add("pages that carry good text", speeds.carrying(), "pages");
        if (speeds.carrying() > 0) {
            report.add("file to Markdown without the model", speeds.carried(), "pages/s");
        }
    }

    /** The command as a person would type it again. */
    static String typed(CommandSpec spec) {
        return "pagestream "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    }

    static String describe(String name) {
        try (Device device = Devices.open(name)) {
            return device.description();
        }
    }

    private List<byte[]> documents() {
        try {
            if (places.isEmpty()) {
                return ShippedDocuments.bytes();
            }
            List<byte[]> all = new ArrayList<>();
            for (Path place : places) {
                try (Stream<Path> files = Files.walk(place)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        all.add(Files.readAllBytes(file));
                    }
                }
            }
            return all;
        } catch (IOException e) {
            throw new CommandFailure("the documents cannot be read: " + e.getMessage(), e);
        }
    }

    private void say(String what) {
        if (!output.quiet()) {
            streams.say("measuring: " + what);
        }
    }

    static void range(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " must be " + least + " to " + most + ", got " + value);
        }
    }
}
