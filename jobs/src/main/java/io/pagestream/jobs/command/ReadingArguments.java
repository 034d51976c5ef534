package io.pagestream.jobs.command;

import io.pagestream.operators.options.PipelineKeys;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How pages are read: what {@code read}, {@code ask} and {@code demo} share. */
public final class ReadingArguments {

    private static final int MOST_PARALLELISM = 64;

    @Mixin
    private final EngineArguments engine = new EngineArguments();

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Subtasks of each stage of the stream; they share one model. Default: half of the cores,"
                    + " at most 4.")
    private int parallelism = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longest text of a page, or longest answer, in tokens. Default: what the task needs.")
    private int maxTokens;

    @Option(
            names = "--max-tiles",
            paramLabel = "N",
            description = "Most tiles that a page is cut into: more see smaller print and take longer."
                    + " Default: what the task needs.")
    private int maxTiles;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = UnitDuration.class,
            description = "Longest time for one page, with a unit: 90s, 5min, 1h. A page that takes longer becomes a"
                    + " dead letter. Default: 15min.")
    private Duration timeout;

    /** Only here so that help shows it: loggers are set up before arguments are parsed, so the program looks for it itself. */
    @Option(
            names = "--trace",
            description =
                    "Show on stderr what each request took of the engine: a JSON object a line, times in milliseconds.")
    private boolean trace;

    public EngineArguments engine() {
        return engine;
    }

    /**
     * The pipeline's configuration.
     *
     * @param defaults of the command, for what the person has not said
     * @throws IllegalArgumentException when a number is out of its range
     */
    public Configuration configuration(Configuration defaults) {
        Configuration config = new Configuration(defaults);
        range("--parallelism", parallelism, 1, MOST_PARALLELISM);
        config.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        range("--max-tokens", maxTokens, 0, 1 << 20);
        if (maxTokens > 0) {
            config.set(PipelineKeys.MAX_READ_TOKENS, maxTokens);
            config.set(PipelineKeys.MAX_ANSWER_TOKENS, maxTokens);
        }
        range("--max-tiles", maxTiles, 0, 256);
        if (maxTiles > 0) {
            config.set(PipelineKeys.MAX_TILES, maxTiles);
        }
        if (timeout != null) {
            config.set(PipelineKeys.PAGE_TIMEOUT, timeout);
            config.set(PipelineKeys.ANSWER_WITHIN, timeout);
        }
        engine.applyTo(config);
        return config;
    }

    private static void range(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " must be " + least + " to " + most + ", got " + value);
        }
    }
}
