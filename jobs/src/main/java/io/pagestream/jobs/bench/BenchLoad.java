package io.pagestream.jobs.bench;

import io.pagestream.engine.EngineOptions;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.SharedEngines;
import io.pagestream.jobs.command.EngineArguments;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.Machine;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.operators.options.PipelineOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures an engine under load: what batching and shared prompts are worth. */
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = "Measure an engine with many pages in flight, and with many questions about one page.",
        footer = {
            "",
            "Pages are random tiles; an answer is as long as --answer-tokens. One JSON object goes to stdout, a table to",
            "stderr. Figures are medians. Nothing is guessed but for the last figures, for which the model is loaded a",
            "second time: an answer that repeats a given text, and one that repeats nothing. Masks are those of two",
            "JSON schemas; their time is counted where they are made and used, and set against that of the steps.",
            "",
            "Example:",
            "  pagestream bench engine --model InternVL2_5-1B --tiles 7"
        })
public final class BenchLoad implements Callable<Integer> {

    private static final int[] IN_FLIGHT = {1, 8, 32};
    private static final int[] BATCHES = {1, 16};
    private static final int QUESTIONS = 10;

    @Option(names = "--repeats", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--tiles",
            paramLabel = "N",
            defaultValue = "2",
            description = "Tiles of each page. Default: ${DEFAULT-VALUE}.")
    private int tiles;

    @Option(
            names = "--answer-tokens",
            paramLabel = "N",
            defaultValue = "32",
            description = "Tokens of each answer. Default: ${DEFAULT-VALUE}.")
    private int answerTokens;

    @Mixin
    private EngineArguments engine;

    @Mixin
    private OutputArguments output;

    @Spec
    private CommandSpec spec;

    private final Streams streams;

    BenchLoad(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Bench.range("--repeats", repeats, 1, 101);
        Bench.range("--tiles", tiles, 1, 64);
        Bench.range("--answer-tokens", answerTokens, 1, 1 << 14);
        Configuration config = new Configuration();
        engine.applyTo(config);
        PipelineOptions options = PipelineOptions.from(config);
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("device", Bench.describe(options.engine().device()));
        EngineOptions plain = options.engine().withSpeculation(false).withLinger(Duration.ZERO);
        try (OcrEngine leased = SharedEngines.lease(plain)) {
            about.put("model", leased.config().name());
            about.put("options", plain.toString());
            BenchReport report = new BenchReport(streams.err(), Bench.typed(spec), Machine.describe(), about);
            measure(new BenchEngine(leased, new Repeats(repeats)), report);
            measure(new BenchMasks(leased, new Repeats(repeats)), report);
            try (OcrEngine guessing = SharedEngines.lease(plain.withSpeculation(true))) {
                measure(new BenchGuesses(leased, guessing, repeats, answerTokens), report);
            }
            streams.out().println(report.json());
        }
        return ExitCode.DONE;
    }

    private void measure(BenchEngine bench, BenchReport report) {
        say("warming up");
        bench.warmUp();
        for (int pages : IN_FLIGHT) {
            say(pages + " pages in flight");
            BenchEngine.Throughput throughput = bench.pagesInFlight(pages, tiles, answerTokens);
            report.add(pages + " in flight", throughput.pagesPerSecond(), "pages/s");
            report.add(pages + " in flight, a page takes", throughput.medianSeconds(), "s");
        }
        say("decode, 1 and 16 at a time");
        double one = bench.decodeTokensPerSecond(1, 16, answerTokens);
        double sixteen = bench.decodeTokensPerSecond(16, 16, answerTokens);
        report.add("decode, batch 1", one, "tokens/s");
        report.add("decode, batch 16", sixteen, "tokens/s");
        report.add("decode, batch 16 over batch 1", sixteen / one, "times");
        say(QUESTIONS + " questions about one page");
        BenchEngine.FirstTokens tokens = bench.questionsAboutOnePage(QUESTIONS, tiles);
        report.add("first question to its first token", tokens.first(), "s");
        report.add("the others to theirs", tokens.others(), "s");
        report.add("first over others", tokens.first() / tokens.others(), "times");
    }

    private void measure(BenchMasks bench, BenchReport report) {
        say("answers that are kept to a schema");
        report.add("masks, first form of all", 1000 * bench.secondsOfVocabulary(), "ms");
        for (BenchMasks.Schema schema : List.of(BenchMasks.INVOICE, BenchMasks.TEXT)) {
            String name = "masks, " + schema.name();
            BenchMasks.FirstUse first = bench.firstUse(schema);
            report.add(name + ", schema compiled", 1000 * first.compileSeconds(), "ms");
            report.add(name + ", first answer", 100 * first.share(), "% of decode");
            for (int batch : BATCHES) {
                BenchMasks.Cost cost = bench.steady(schema, batch);
                report.add(name + ", batch " + batch, 100 * cost.share(), "% of decode");
                report.add(name + ", batch " + batch + ", a token", cost.microseconds(), "us");
                report.add(name + ", batch " + batch + ", a step", cost.batch(), "answers");
            }
        }
    }

    private void measure(BenchGuesses bench, BenchReport report) {
        say("guessing, where the answer repeats a text and where it does not");
        report("guessing, at its best", bench.atBest(), report);
        report("guessing, at its worst", bench.atWorst(), report);
    }

    private static void report(String name, BenchGuesses.Worth worth, BenchReport report) {
        report.add(name, worth.speedUp(), "times");
        report.add(name + ", accepted", worth.accepted(), "tokens a step");
        report.add(name + ", right", 100 * worth.right(), "%");
    }

    private void say(String what) {
        if (!output.quiet()) {
            streams.say("measuring: " + what);
        }
    }
}
