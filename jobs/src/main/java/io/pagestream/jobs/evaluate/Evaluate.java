package io.pagestream.jobs.evaluate;

import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.NamedSources;
import io.pagestream.jobs.command.Notice;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.PagePictures;
import io.pagestream.jobs.command.PageProgress;
import io.pagestream.jobs.command.ReadingArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.embedded.EmbeddedRun;
import io.pagestream.jobs.embedded.HandOver;
import io.pagestream.jobs.embedded.LocalDocuments;
import io.pagestream.jobs.embedded.Outcome;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.TextLayerRule;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Question;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads documents whose text or answers are known, and says how right it was. */
@Command(
        name = "evaluate",
        description = "Measure how well a model reads: error rates over documents with known text and answers.",
        footer = {
            "",
            "Beside a document NAME.pdf, NAME.png, ... there is NAME.gt.txt or NAME.gt.md with its text, NAME.qa.json",
            "with questions and answers, or both. Documents without are listed and not read. What counts as an error,",
            "and how the files look: docs/evaluate.md.",
            "",
            "Examples:",
            "  pagestream evaluate known/ --model models/InternVL2_5-1B",
            "  pagestream evaluate known/ --out report            evaluation.json and evaluation.html in it",
            "  pagestream evaluate known/ --json | jq .total.cer"
        })
public final class Evaluate implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FOLDER", description = "Documents, with what is known of them beside them.")
    private Path folder;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder for evaluation.json and evaluation.html, which shows the worst lines beside their"
                    + " pictures; made if it is not there.")
    private Path out;

    @Option(names = "--json", description = "One JSON object on stdout, and no table.")
    private boolean json;

    @Option(
            names = "--text-layer",
            paramLabel = "USE",
            description = "ignore: the model reads every page; where-good: pages whose text the document carries, and"
                    + " carries well, are read from it, as read does. Default: ignore.")
    private TextLayerRule textLayer = TextLayerRule.IGNORE;

    @Option(names = "--strict", description = "End with code 3 when anything could not be read.")
    private boolean strict;

    @Mixin
    private ReadingArguments reading;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public Evaluate(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder '" + folder + "'");
        }
        LocalDocuments files = LocalDocuments.at(List.of(folder));
        Map<String, GroundTruth> known = known(files.requests());
        List<DocumentRequest> requests = files.requests().stream()
                .filter(request -> known.containsKey(request.getDocumentId()))
                .filter(request -> !known.get(request.getDocumentId()).isEmpty())
                .toList();
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("none of the " + known.size() + " documents in " + folder
                    + " has a NAME.gt.txt, NAME.gt.md or NAME.qa.json beside it");
        }
        requests.forEach(request -> ask(request, known.get(request.getDocumentId())));
        Configuration defaults = new Configuration();
        defaults.set(PipelineKeys.TEXT_LAYER, textLayer);
        defaults.set(PipelineKeys.MAX_QUESTIONS, GroundTruth.MOST_QUESTIONS);
        EmbeddedRun run = new EmbeddedRun(reading.configuration(defaults), files.roots());
        Notice.say(reading.engine().folder(), streams);
        Judge judge = new Judge(known);
        Outcome outcome;
        try (PageProgress view = PageProgress.on(streams.err(), output.quiet());
                HandOver.Ends ends = HandOver.Ends.to(judge::take, judge::take, judge::take)) {
            outcome = run.over(requests, ends.sinks(), view);
        }
        report(judge.scores());
        streams.say(outcome.summary() + (out == null ? "" : "; the report is in " + out));
        return outcome.exitCode(strict);
    }

    /** All documents in order, each with what is known of it. Files beside them are not there. */
    private static Map<String, GroundTruth> known(List<DocumentRequest> requests) {
        Map<String, GroundTruth> known = new LinkedHashMap<>();
        for (DocumentRequest request : requests) {
            Path file = Path.of(URI.create(request.getSource().getUri()));
            if (!GroundTruth.isSidecar(file.getFileName().toString())) {
                known.put(request.getDocumentId(), GroundTruth.beside(file));
            }
        }
        return known;
    }

    private static void ask(DocumentRequest request, GroundTruth truth) {
        request.setTask(truth.task());
        request.setQuestions(IntStream.range(0, truth.questions().size())
                .mapToObj(i ->
                        new Question(Judge.idOf(i), truth.questions().get(i).question()))
                .toList());
    }

    private void report(List<DocumentScore> scores) {
        String model = reading.engine().model();
        String object = ScoreJson.of(model, reading.engine().device(), scores);
        try {
            if (out != null) {
                Files.createDirectories(out);
                Files.writeString(out.resolve("evaluation.json"), object + "\n");
                try (PagePictures pictures = new PagePictures(new NamedSources(List.of(folder)))) {
                    Files.writeString(out.resolve("evaluation.html"), ScorePage.of(model, scores, pictures));
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("the report cannot be written into " + out + ": " + e.getMessage(), e);
        }
        streams.out().print(json ? object + "\n" : ScoreTable.of(scores));
        streams.out().flush();
    }
}
