package io.pagestream.jobs.view;

import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.NamedSources;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.PagePictures;
import io.pagestream.jobs.command.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows results in a browser until the process is ended. */
@Command(
        name = "view",
        description = "Look at results in a browser: pages, boxes, text, answers, dead letters.",
        footer = {
            "",
            "DIR is a folder that read --out writes or has written, one that a job writes JSON Lines into, or one file",
            "of lines. The address is printed on stdout; it holds a token and works on this machine only.",
            "",
            "Examples:",
            "  pagestream read scans/ --out results && pagestream view results",
            "  pagestream view results --documents scans --port 8080"
        })
public final class ViewResults implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Folder of results, or a file of JSON Lines.")
    private Path place;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port on 127.0.0.1; 0, the default, takes one that is free.")
    private int port;

    @Option(
            names = "--documents",
            paramLabel = "DIR",
            description =
                    "Only documents, and results in a claim store, below this folder are opened; may be given more than"
                            + " once. Without it, local files that hold exactly what is meant, by their SHA-256.")
    private List<Path> documents = List.of();

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public ViewResults(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port must be 0 to 65535, got " + port);
        }
        if (!Files.exists(place)) {
            throw new IllegalArgumentException("there is no file or folder '" + place + "'");
        }
        for (Path folder : documents) {
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("--documents must be a folder, and '" + folder + "' is none");
            }
        }
        NamedSources sources = new NamedSources(documents);
        try (ResultFolder folder = new ResultFolder(place, sources)) {
            ResultFolder.Overview found = folder.refresh();
            try (ViewServer server = new ViewServer(folder, new PagePictures(sources), port)) {
                streams.say(found.documents() + " documents, " + found.answers() + " answers, " + found.letters()
                        + " dead letters; Ctrl-C ends");
                streams.out().println(server.address());
                streams.out().flush();
                new CountDownLatch(1).await();
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandFailure("the results cannot be read: " + e, e);
        }
    }
}
