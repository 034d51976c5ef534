package io.pagestream.jobs.local;

import io.pagestream.formats.JsonLines;
import io.pagestream.formats.Markdown;
import io.pagestream.jobs.command.FormatArguments;
import io.pagestream.jobs.command.Notice;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.PageProgress;
import io.pagestream.jobs.command.ReadingArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.embedded.EmbeddedRun;
import io.pagestream.jobs.embedded.HandOver;
import io.pagestream.jobs.embedded.LocalDocuments;
import io.pagestream.jobs.embedded.Outcome;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.TextLayerRule;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Question;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads documents and writes what stands on their pages. */
@Command(
        name = "read",
        description = "Read documents: PDF, TIFF, JPEG, PNG, GIF, BMP, WebP.",
        footer = {
            "",
            "Without --out, one JSON object for each document goes to stdout, and one for each dead letter.",
            "With --out, the folder gets results.jsonl, dead-letters.jsonl and a Markdown file for each document;",
            "--format chooses other files for each document.",
            "",
            "Examples:",
            "  pagestream read invoice.pdf --markdown",
            "  pagestream read scans/ letter.tif --out results",
            "  pagestream read scans/ --out results --format pdf,html,csv",
            "  pagestream read invoice.pdf --task fields --field total --field date",
            "  pagestream read scans/ | jq -r 'select(.type==\"document\") | .pages[].text'",
            "  pagestream read contract.pdf --password --model InternVL2_5-1B --timeout 5min --strict"
        })
public final class ReadFiles implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, and folders with all their files.")
    private List<Path> places;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            defaultValue = "read",
            description = "What is wanted of a page: read (Markdown), text, layout (blocks with boxes), fields (JSON of"
                    + " named values), caption, web-page (HTML; models made for it). Default: ${DEFAULT-VALUE}.")
    private String task;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            description = "Name of a value that the task fields looks for; may be given more than once.")
    private List<String> fields = List.of();

    @Option(
            names = "--text-layer",
            paramLabel = "USE",
            description = "where-good: pages whose text the document carries, and carries well, are read from it;"
                    + " ignore: the model reads every page. Default: where-good.")
    private TextLayerRule textLayer = TextLayerRule.WHERE_GOOD;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder for the results; made if it is not there.")
    private Path out;

    @Mixin
    private FormatArguments formats;

    @Option(names = "--markdown", description = "Markdown on stdout instead of JSON Lines.")
    private boolean markdown;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            interactive = true,
            arity = "0..1",
            defaultValue = "",
            fallbackValue = "",
            description = "Of encrypted documents; asked for when no text follows.")
    private String password;

    @Option(names = "--strict", description = "End with code 3 when anything could not be read.")
    private boolean strict;

    @Mixin
    private ReadingArguments reading;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public ReadFiles(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        requireTask();
        formats.requireFolder(out);
        Configuration defaults = new Configuration();
        defaults.set(PipelineKeys.TEXT_LAYER, textLayer);
        LocalDocuments documents = LocalDocuments.at(places).withPassword(password);
        documents.requests().forEach(this::setTask);
        EmbeddedRun run = new EmbeddedRun(reading.configuration(defaults), documents.roots());
        Notice.say(reading.engine().folder(), streams);
        Outcome outcome = out == null ? print(run, documents) : write(run, documents);
        streams.say(outcome.summary() + (out == null ? "" : "; results are in " + out));
        return outcome.exitCode(strict);
    }

    private void requireTask() {
        PageTask known = PageTask.of(task)
                .filter(each -> !each.asks())
                .orElseThrow(() -> new IllegalArgumentException(
                        "--task must be read, text, layout, fields, caption or web-page, got '" + task + "'"));
        if (known.namesValues() == fields.isEmpty()) {
            throw new IllegalArgumentException("--task fields needs at least one --field, and no other task takes one;"
                    + " got --task " + task + " with " + fields.size());
        }
    }

    private void setTask(DocumentRequest request) {
        request.setTask(task);
        request.setQuestions(IntStream.range(0, fields.size())
                .mapToObj(i -> new Question("f" + (i + 1), fields.get(i)))
                .toList());
    }

    private Outcome write(EmbeddedRun run, LocalDocuments documents) {
        try (PageProgress view = PageProgress.on(streams.err(), output.quiet())) {
            return run.over(documents.requests(), ResultSinks.files(out, formats.orMarkdown(), run.access()), view);
        }
    }

    private Outcome print(EmbeddedRun run, LocalDocuments documents) {
        try (PageProgress view = PageProgress.on(streams.err(), output.quiet());
                HandOver.Ends ends = HandOver.Ends.to(
                        result -> streams.out().println(markdown ? Markdown.of(result) : JsonLines.of(result)),
                        answer -> streams.out().println(JsonLines.of(answer)),
                        this::print)) {
            return run.over(documents.requests(), ends.sinks(), view);
        } finally {
            streams.out().flush();
        }
    }

    /** Markdown has no place for a letter. */
    private void print(DeadLetter letter) {
        if (markdown) {
            String page = letter.getPage() == null ? "" : ", page " + (letter.getPage() + 1);
            streams.say(letter.getDocumentId() + page + ": " + letter.getReason() + ", " + letter.getDetail());
        } else {
            streams.out().println(JsonLines.of(letter));
        }
    }
}
