package io.pagestream.jobs.convert;

import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.FormatArguments;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.operators.options.AccessOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.sink.DocumentFiles;
import io.pagestream.schemas.OcrResult;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes results that were kept as JSON Lines, of a folder or from Kafka, as files of other formats. */
@Command(
        name = "convert",
        description = "Results as JSON Lines become files of other formats.",
        footer = {
            "",
            "RESULTS is a file, a folder that read has written, or - for stdin. Answers and dead letters are passed over.",
            "A searchable PDF needs the document itself: it is read from its address, which has to lie under --documents.",
            "What could not be written stands in not-written.jsonl.",
            "",
            "Examples:",
            "  pagestream convert results --to pdf,alto --out archive --documents scans",
            "  pagestream convert results/results.jsonl --to chunks --out chunks"
        })
public final class ConvertResults implements Callable<Integer> {

    @Parameters(paramLabel = "RESULTS", description = "JSON Lines as read --out writes them.")
    private Path results;

    @Mixin
    private FormatArguments formats;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "Folder for the files; made if it is not there.")
    private Path out;

    @Option(
            names = "--documents",
            paramLabel = "DIR",
            description =
                    "Folder below which the documents lie that were read, or the claim store of results that were too"
                            + " large for their records; may be given more than once.")
    private List<Path> documents = List.of();

    @Option(names = "--strict", description = "End with code 3 when anything could not be written.")
    private boolean strict;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public ConvertResults(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        formats.requireFolder(out);
        DocumentFiles files = DocumentFiles.in(out, formats.orMarkdown(), access());
        int converted = 0;
        int faulty = 0;
        try (ResultLines lines = new ResultLines(open(), ResultLines.LONGEST)) {
            files.begin();
            boolean more = true;
            for (int number = 1; more; number++) {
                try {
                    String line = lines.next();
                    more = line != null;
                    if (more && !line.isBlank() && JsonLines.parse(line) instanceof OcrResult result) {
                        files.write(result);
                        converted++;
                    }
                } catch (IllegalArgumentException e) {
                    faulty++;
                    streams.say("line " + number + ": " + e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("the results cannot be converted: " + e, e);
        }
        boolean unwritten = Files.exists(out.resolve(DocumentFiles.NOT_WRITTEN));
        say(converted + " documents converted, " + faulty + " lines could not be read; files are in " + out
                + (unwritten ? "; what is not there is named in " + DocumentFiles.NOT_WRITTEN : ""));
        return strict && (unwritten || faulty > 0) ? ExitCode.DEAD_LETTERS : ExitCode.DONE;
    }

    private void say(String summary) {
        if (!output.quiet()) {
            streams.say(summary);
        }
    }

    private InputStream open() throws IOException {
        if (results.toString().equals("-")) {
            return new BufferedInputStream(System.in);
        }
        Path file = Files.isDirectory(results) ? results.resolve("results.jsonl") : results;
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no file '" + file + "'");
        }
        return new BufferedInputStream(Files.newInputStream(file));
    }

    private AccessOptions access() {
        List<String> roots = new ArrayList<>();
        for (Path folder : documents) {
            roots.add(folder.toAbsolutePath().normalize().toUri().toString());
        }
        return new AccessOptions(
                roots,
                "",
                Duration.ZERO,
                PipelineKeys.MAX_BYTES.defaultValue().getBytes(),
                PipelineKeys.HTTP_TIMEOUT.defaultValue(),
                1);
    }
}
