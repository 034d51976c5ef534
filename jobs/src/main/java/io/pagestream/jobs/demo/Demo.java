package io.pagestream.jobs.demo;

import io.pagestream.formats.Format;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.Notice;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.PageProgress;
import io.pagestream.jobs.command.ReadingArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.embedded.EmbeddedRun;
import io.pagestream.jobs.embedded.LocalDocuments;
import io.pagestream.jobs.embedded.Outcome;
import io.pagestream.jobs.embedded.ShippedDocuments;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.sink.ResultSinks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole pipeline on a few documents: scans, and a PDF that carries its text. */
@Command(name = "demo", description = "Read the documents that ship with Pagestream, through the whole pipeline.")
public final class Demo implements Callable<Integer> {

    /** Some hundred characters: enough to see what it does, and soon over. */
    private static final int TOKENS = 1024;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            defaultValue = "pagestream-out",
            description = "Folder for the documents and the results. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Mixin
    private ReadingArguments reading;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public Demo(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Path documents = out.resolve("documents");
        Path results = out.resolve("results");
        try {
            ShippedDocuments.copyTo(documents);
            Outcome outcome = read(documents, results);
            streams.out().println();
            streams.out().print(ResultTable.of(results.resolve("results.jsonl")));
            streams.out().println();
            streams.out().println(outcome.summary());
            tellWhatNext(documents, results);
            return outcome.exitCode(true);
        } catch (IOException e) {
            throw new CommandFailure("the demo cannot use the folder " + out + ": " + e.getMessage(), e);
        }
    }

    private Outcome read(Path documents, Path results) {
        LocalDocuments found = LocalDocuments.at(List.of(documents));
        Configuration defaults = new Configuration();
        defaults.set(PipelineKeys.MAX_READ_TOKENS, TOKENS);
        EmbeddedRun run = new EmbeddedRun(reading.configuration(defaults), found.roots());
        Notice.say(reading.engine().folder(), streams);
        try (PageProgress view = PageProgress.on(streams.err(), output.quiet())) {
            return run.over(found.requests(), ResultSinks.files(results, List.of(Format.MARKDOWN), run.access()), view);
        }
    }

    private void tellWhatNext(Path documents, Path results) {
        streams.out().println("The documents are in " + documents + ", what was read is in " + results + ".");
        streams.out().println();
        streams.out().println("Next:");
        streams.out().println("  ./pagestream read YOUR-FOLDER --out results");
        streams.out().println("  ./pagestream ask " + documents.resolve("invoice.pdf") + " \"What is the total?\"");
        streams.out()
                .println("  ./pagestream read letter.pdf --model FOLDER --markdown    with a model from Hugging Face");
    }
}
