package io.pagestream.jobs.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.SharedEngines;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.Terms;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.EngineArguments;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.models.task.ArticleComposition;
import io.pagestream.models.task.TaskFamily;
import io.pagestream.models.task.TaskPlan;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.reading.SamplingHints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an article and puts pictures into it, as the XComposer models do. */
@Command(
        name = "compose",
        description = "Write an article and choose where each of your pictures belongs (XComposer2 and XComposer-2.5).",
        footer = {
            "",
            "One JSON object for each section goes to stdout: its text, and the picture behind it, if there is one.",
            "Without pictures there is only text: nobody is asked for any.",
            "",
            "Examples:",
            "  pagestream compose \"Write about a walk in Kyoto.\" temple.jpg tea.jpg --model internlm-xcomposer2d5-7b",
            "  pagestream compose \"A guide to bread.\" *.jpg --pictures 3 --markdown --model internlm-xcomposer2d5-7b"
        })
public final class Compose implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "INSTRUCTION", description = "What the article is about, in quotes.")
    private String instruction;

    @Parameters(index = "1..*", arity = "0..10", paramLabel = "PICTURE", description = "Pictures to choose from.")
    private List<Path> pictures = List.of();

    @Option(names = "--pictures", paramLabel = "N", description = "How many of them. Default: the model decides.")
    private Integer wanted;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Of the article, 16 to 8192. Default: ${DEFAULT-VALUE}.")
    private int maxTokens;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--markdown", description = "Markdown on stdout instead of JSON Lines.")
    private boolean markdown;

    @Mixin
    private EngineArguments engine;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public Compose(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws Exception {
        if (maxTokens < 16 || maxTokens > 8192) {
            throw new IllegalArgumentException("--max-tokens must be 16 to 8192, got " + maxTokens);
        }
        List<String> names = pictures.stream().map(Path::toString).toList();
        Configuration config = new Configuration();
        engine.applyTo(config);
        PipelineOptions options = PipelineOptions.from(config);
        TaskFamily family = TaskFamily.of(engine.folder().config().template());
        ArticleComposition composing = ArticleComposition.of(
                family, instruction, names, wanted == null ? OptionalInt.empty() : OptionalInt.of(wanted));
        try (OcrEngine leased = SharedEngines.lease(options.engine())) {
            while (!(composing.next() instanceof ArticleComposition.Done)) {
                if (composing.next() instanceof ArticleComposition.Ask ask) {
                    say(ask);
                    composing.answered(answer(leased, options, family, ask));
                } else {
                    composing.found(List.of()); // a model cannot look pictures up, and nothing here can
                }
            }
        } catch (RecordFault fault) {
            throw new CommandFailure("the article cannot be written: " + fault.getMessage(), fault);
        }
        ((ArticleComposition.Done) composing.next()).sections().forEach(this::print);
        return ExitCode.DONE;
    }

    private void say(ArticleComposition.Ask ask) {
        if (!output.quiet()) {
            streams.say("asking the model with " + ask.images().size() + " pictures");
        }
    }

    private String answer(OcrEngine leased, PipelineOptions options, TaskFamily family, ArticleComposition.Ask ask)
            throws RecordFault {
        TaskPlan plan = ask.plan();
        List<TileBatch> tiles = new ArrayList<>();
        for (String picture : ask.images()) {
            try (Shown shown = ShownFiles.open(List.of(Path.of(picture)), "", options, family, 0)) {
                tiles.add(shown.tiles(leased.config().vision(), plan.maxTiles()).get(0));
            } catch (DecodeException e) {
                throw new CommandFailure(picture + " cannot be shown to the model: " + e.getMessage(), e);
            }
        }
        ReadingRequest request = new ReadingRequest(
                plan.turns(),
                tiles,
                SamplingHints.rule(plan, seed).withMaxTokens(Math.min(maxTokens, plan.maxNewTokens())),
                Terms.DEFAULT,
                plan.adapter());
        Reading reading = leased.submit(request).join();
        if (reading instanceof Reading.Unreadable refused) {
            throw new CommandFailure("the article cannot be written: " + refused.detail());
        }
        return ((Reading.Text) reading).text();
    }

    private void print(ArticleComposition.Section section) {
        if (markdown) {
            streams.out().println(section.text() + "\n");
            section.image().ifPresent(image -> streams.out().println("![](<" + image + ">)\n"));
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("text", section.text());
        line.put("picture", section.image().orElse(null));
        try {
            streams.out().println(new ObjectMapper().writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can always be written", e);
        }
    }
}
