package io.pagestream.jobs.ask;

import io.pagestream.engine.EngineOptions;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.SharedEngines;
import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.Notice;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.PageProgress;
import io.pagestream.jobs.command.ReadingArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.embedded.EmbeddedRun;
import io.pagestream.jobs.embedded.HandOver;
import io.pagestream.jobs.embedded.LocalDocuments;
import io.pagestream.jobs.embedded.Outcome;
import io.pagestream.models.task.TaskFamily;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Stage;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks questions about documents: page by page about one, about all pages together otherwise. */
@Command(
        name = "ask",
        description = "Ask questions about every page of a document, or about several files or a video together.",
        footer = {
            "",
            "One JSON object for each page and question goes to stdout, and one for each dead letter.",
            "Several files, a video, --reasoning and --samples are answered once for all pages together,",
            "and \"page\" is then -1. With --samples, \"confidence\" is the share of the answers that agree, or what",
            "--reward-model gives the chosen one.",
            "",
            "Examples:",
            "  pagestream ask invoice.pdf \"What is the total?\"",
            "  pagestream ask invoice.pdf \"What is the total?\" --evidence | jq .evidence",
            "  pagestream ask letter.tif \"Who wrote this?\" \"When?\" | jq -r .answer",
            "  pagestream ask before.png after.png \"What has changed?\"",
            "  pagestream ask film.mp4 --frames 16 \"Who enters the room?\"",
            "  pagestream ask chart.png --reasoning --samples 5 \"How much did it grow?\""
        })
public final class AskFile implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "A document, a picture or a video.")
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            hideParamSyntax = true,
            paramLabel = "[FILE...] QUESTION...",
            description = "Further files, up to the first word that is no file; then questions in plain words, in"
                    + " quotes. The last one is always a question.")
    private List<String> rest;

    @Option(names = "--reasoning", description = "Let the model think step by step first; the chain is in the JSON.")
    private boolean reasoning;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many answers vote, 1 to 64. Default: ${DEFAULT-VALUE}.")
    private int samples;

    @Option(
            names = "--reward-model",
            paramLabel = "FOLDER",
            description = "A model such as VisualPRM that chooses the best of the samples instead of a vote.")
    private String rewardModel;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Frames of a video that are shown, 1 to 64. Default: 8 for InternVL, 32 for XComposer-2.5.")
    private int frames;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            interactive = true,
            arity = "0..1",
            defaultValue = "",
            fallbackValue = "",
            description = "Of an encrypted document; asked for when no text follows.")
    private String password;

    @Option(
            names = "--evidence",
            description = "Also ask where on the page each answer stands; models of InternVL's family give a box.")
    private boolean evidence;

    @Option(names = "--strict", description = "End with code 3 when anything could not be answered.")
    private boolean strict;

    @Mixin
    private ReadingArguments reading;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public AskFile(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        range("--samples", samples, 1);
        range("--frames", frames, 0);
        if (rewardModel != null && samples == 1) {
            throw new IllegalArgumentException("--reward-model chooses among samples: set --samples to 2 or more");
        }
        List<Path> files = files();
        List<Question> questions = questions(rest.subList(files.size() - 1, rest.size()));
        boolean together = files.size() > 1 || reasoning || samples > 1 || frames > 0 || ShownFiles.isVideo(file);
        if (together && evidence) {
            throw new IllegalArgumentException(
                    "--evidence is for questions about every page of one document, and these are about all together");
        }
        return together ? askTogether(files, questions) : askEveryPage(questions);
    }

    private static void range(String option, int value, int least) {
        if (value < least || value > Shown.MOST) {
            throw new IllegalArgumentException(
                    option + " must be " + Math.max(1, least) + " to " + Shown.MOST + ", got " + value);
        }
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(file));
        rest.subList(0, rest.size() - 1).stream()
                .takeWhile(word -> new File(word).exists())
                .map(Path::of)
                .forEach(files::add);
        return files;
    }

    private static List<Question> questions(List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new Question("q" + (i + 1), texts.get(i)))
                .toList();
    }

    private int askTogether(List<Path> files, List<Question> questions) {
        LocalDocuments.at(files); // says which one is not there
        PipelineOptions options = PipelineOptions.from(reading.configuration(new Configuration()));
        Notice.say(reading.engine().folder(), streams);
        String name = files.stream().map(each -> each.getFileName().toString()).collect(Collectors.joining(" + "));
        Stage stage = Stage.FETCH;
        try (OcrEngine engine = SharedEngines.lease(options.engine())) {
            TaskFamily family = TaskFamily.of(engine.config().template());
            try (Shown shown = ShownFiles.open(files, password, options, family, frames)) {
                stage = Stage.ANSWER;
                ask(engine, options, shown, questions, name);
            }
            return ExitCode.DONE;
        } catch (RecordFault fault) {
            streams.out()
                    .println(JsonLines.of(DeadLetter.newBuilder()
                            .setStage(stage)
                            .setReason(fault.reason())
                            .setDetail(fault.getMessage())
                            .setDocumentId(name)
                            .build()));
            return strict ? ExitCode.DEAD_LETTERS : ExitCode.DONE;
        } finally {
            streams.out().flush();
        }
    }

    private void ask(OcrEngine engine, PipelineOptions options, Shown shown, List<Question> questions, String name)
            throws RecordFault {
        try (OcrEngine judge = rewardModel == null ? null : SharedEngines.lease(likewise(options.engine()))) {
            AskTogether asking = new AskTogether(
                    engine,
                    options.reading(),
                    reasoning,
                    samples,
                    Optional.ofNullable(judge).map(RewardModel::new));
            for (Question question : questions) {
                streams.out().println(JsonLines.of(asking.ask(name, shown, question)));
            }
        }
    }

    /** The reward model runs beside the other, set up alike. */
    private EngineOptions likewise(EngineOptions options) {
        return new EngineOptions(
                rewardModel,
                options.device(),
                options.kvCacheBytes(),
                options.tokensPerStep(),
                options.tilesPerStep(),
                options.sharePrompts(),
                options.speculate(),
                options.maxRunning(),
                options.maxWaiting(),
                options.answerWithin(),
                options.linger());
    }

    private int askEveryPage(List<Question> questions) {
        LocalDocuments documents = LocalDocuments.at(List.of(file)).withPassword(password);
        documents.requests().forEach(request -> {
            request.setTask("ask");
            request.setQuestions(questions);
        });
        Configuration config = reading.configuration(new Configuration());
        config.set(PipelineKeys.EVIDENCE, evidence);
        EmbeddedRun run = new EmbeddedRun(config, documents.roots());
        Notice.say(reading.engine().folder(), streams);
        try (PageProgress view = PageProgress.on(streams.err(), output.quiet());
                HandOver.Ends ends = HandOver.Ends.to(
                        result -> streams.out().println(JsonLines.of(result)),
                        answer -> streams.out().println(JsonLines.of(answer)),
                        letter -> streams.out().println(JsonLines.of(letter)))) {
            Outcome outcome = run.over(documents.requests(), ends.sinks(), view);
            return outcome.exitCode(strict);
        } finally {
            streams.out().flush();
        }
    }
}
