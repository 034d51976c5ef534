package io.pagestream.jobs.ask;

import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.command.Notice;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.PageProgress;
import io.pagestream.jobs.command.ReadingArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.embedded.EmbeddedRun;
import io.pagestream.jobs.embedded.HandOver;
import io.pagestream.jobs.embedded.LocalDocuments;
import io.pagestream.jobs.embedded.Outcome;
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

/** Asks questions about a document. */
@Command(
        name = "ask",
        description = "Ask questions about every page of a document.",
        footer = {
            "",
            "One JSON object for each page and question goes to stdout, and one for each dead letter.",
            "",
            "Examples:",
            "  pagestream ask invoice.pdf \"What is the total?\"",
            "  pagestream ask letter.tif \"Who wrote this?\" \"When?\" | jq -r .answer"
        })
public final class AskFile implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "The document.")
    private Path file;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "QUESTION", description = "In plain words, in quotes.")
    private List<String> questions;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            interactive = true,
            arity = "0..1",
            defaultValue = "",
            fallbackValue = "",
            description = "Of an encrypted document; asked for when no text follows.")
    private String password;

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
        LocalDocuments documents = LocalDocuments.at(List.of(file)).withPassword(password);
        documents.requests().forEach(this::ask);
        EmbeddedRun run = new EmbeddedRun(reading.configuration(new Configuration()), documents.roots());
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

    private void ask(DocumentRequest request) {
        request.setTask("ask");
        request.setQuestions(IntStream.range(0, questions.size())
                .mapToObj(i -> new Question("q" + (i + 1), questions.get(i)))
                .toList());
    }
}
