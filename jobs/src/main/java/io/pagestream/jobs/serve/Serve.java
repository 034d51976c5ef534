package io.pagestream.jobs.serve;

import io.javalin.util.JavalinBindException;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.Notice;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.ReadingArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.embedded.SmallCluster;
import io.pagestream.operators.options.IsolationOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads documents that come over HTTP until the process is ended. */
@Command(
        name = "serve",
        description = "Take documents over HTTP: submit, follow, fetch results; no Kafka needed.",
        footer = {
            "",
            "The address is printed on stdout. What was accepted lies in --data and is read also after a crash.",
            "SIGTERM or Ctrl-C ends it; what has not ended is read after the next start.",
            "Beyond this machine (--host) it needs a token: --token-file, or the variable " + Serve.TOKEN + ".",
            "",
            "Examples:",
            "  pagestream serve --data documents",
            "  pagestream serve --data documents --host 0.0.0.0 --token-file token --keep 1d",
            "",
            "Requests, more of them in docs/rest.md:",
            "  POST /v1/documents                            the document; answers with its id",
            "  GET /v1/documents/ID/result?format=markdown   what was read"
        })
public final class Serve implements Callable<Integer> {

    /** Variable with the token. */
    static final String TOKEN = "PAGESTREAM_TOKEN";

    private static final Duration CHECKPOINTS = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_TOKEN_BYTES = 4096;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folder for documents and results; made if it is not there. One server at a time.")
    private Path data;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen at. Default: ${DEFAULT-VALUE}, which only this machine reaches.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8421",
            description = "Port; 0 takes one that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token that clients have to send. Without it, the variable " + TOKEN + ".")
    private Path tokenFile;

    @Option(
            names = "--allow",
            paramLabel = "PREFIX",
            description =
                    "Beginning of addresses that clients may name instead of sending bytes: a folder, a host, https:."
                            + " May be given more than once. Default: none.")
    private List<String> allow = List.of();

    @Option(
            names = "--max-open",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Documents that may wait and be read; more are refused with 429. Default: ${DEFAULT-VALUE}.")
    private int maxOpen;

    @Option(
            names = "--max-disk",
            paramLabel = "SIZE",
            defaultValue = "20gb",
            description = "Documents and results together; more are refused with 507. Default: ${DEFAULT-VALUE}.")
    private String maxDisk;

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            defaultValue = "7d",
            description =
                    "How long a document and its results are kept after its end, such as 12h or 7d; 0: until they are"
                            + " deleted. Default: ${DEFAULT-VALUE}.")
    private String keep;

    @Mixin
    private ReadingArguments reading;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public Serve(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port must be 0 to 65535, got " + port);
        }
        String token = token();
        requireLoopback(token);
        Gate gate = new Gate(token);
        Configuration config = configuration(data);
        PipelineOptions options = PipelineOptions.from(config);
        ServeLimits limits = limits(options);
        Notice.say(reading.engine().folder(), streams);
        try (DataFolder folder = DataFolder.open(data)) {
            DocumentStore store = new DocumentStore(folder, limits);
            serve(store, limits, gate, config, options, folder);
        }
        return ExitCode.DONE;
    }

    private void serve(
            DocumentStore store,
            ServeLimits limits,
            Gate gate,
            Configuration config,
            PipelineOptions options,
            DataFolder folder)
            throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "pagestream-sweep");
            thread.setDaemon(true);
            return thread;
        });
        // Clients name addresses below --allow; the job itself reads what they have sent, and nothing else.
        PipelineOptions inside =
                options.withAllowedRoots(List.of(folder.documents().toUri().toString()));
        AtomicReference<DoorJob> running = new AtomicReference<>();
        BooleanSupplier ready = () -> running.get() != null && running.get().isRunning();
        // The door first: what comes while the model is loaded is accepted, and a port that is taken is told at once.
        try (Door door = open(store, limits, options, gate, ready);
                DoorJob job = DoorJob.start(config, inside, store)) {
            running.set(job);
            Thread end = endingWith(door, job);
            clock.scheduleWithFixedDelay(store::sweep, 1, 60, TimeUnit.SECONDS);
            try {
                job.await();
            } finally {
                forget(end);
            }
        } finally {
            clock.shutdownNow();
        }
    }

    private Door open(
            DocumentStore store, ServeLimits limits, PipelineOptions options, Gate gate, BooleanSupplier ready) {
        try {
            Door door = new Door(store, limits, options, gate, ready, host, port);
            streams.out().println("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + door.port());
            streams.out().flush();
            streams.say(store.openDocuments() + " documents are open, " + store.documents() + " are kept; Ctrl-C ends");
            return door;
        } catch (JavalinBindException e) {
            throw new CommandFailure("port " + port + " of " + host + " is taken; choose another with --port", e);
        }
    }

    /** A signal ends the process as soon as this is done: no request is cut off in the middle. */
    private Thread endingWith(Door door, DoorJob job) {
        Thread end = new Thread(
                () -> {
                    door.close();
                    job.close();
                    streams.say("ended; what was accepted and has not ended is read after the next start");
                },
                "pagestream-end");
        Runtime.getRuntime().addShutdownHook(end);
        return end;
    }

    private static void forget(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // It is running.
        }
    }

    private Configuration configuration(Path data) {
        Configuration defaults = new Configuration();
        Path folder = data.toAbsolutePath().normalize();
        defaults.set(PipelineKeys.ISOLATION, IsolationOptions.Mode.PROCESS);
        defaults.set(
                PipelineKeys.ATTEMPTS_FOLDER, folder.resolve("attempts").toUri().toString());
        defaults.set(PipelineKeys.RUN_ID, "serve");
        if (!allow.isEmpty()) {
            defaults.set(PipelineKeys.ALLOWED_ROOTS, allow);
        }
        defaults.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
        defaults.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        defaults.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        defaults.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, FIRST_PAUSE);
        defaults.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, LONGEST_PAUSE);
        return SmallCluster.defaults(reading.configuration(defaults));
    }

    private ServeLimits limits(PipelineOptions options) {
        return new ServeLimits(
                options.access().maxBytes(), maxOpen, size(maxDisk), keep.equals("0") ? Duration.ZERO : time(keep));
    }

    private static long size(String text) {
        try {
            return MemorySize.parse(text).getBytes();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--max-disk is a size with a unit, such as 500mb or 20gb, got '" + text + "'", e);
        }
    }

    private static Duration time(String text) {
        try {
            if (text.strip().matches("\\d+")) {
                throw new NumberFormatException("no unit");
            }
            return TimeUtils.parseDuration(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "--keep is a time with a unit, such as 12h or 7d, got '" + text + "'", e);
        }
    }

    private String token() {
        if (tokenFile == null) {
            return System.getenv().getOrDefault(TOKEN, "").strip();
        }
        try {
            if (Files.size(tokenFile) > MOST_TOKEN_BYTES) {
                throw new IllegalArgumentException("--token-file holds more than a token: " + tokenFile);
            }
            String token = Files.readString(tokenFile).strip();
            if (token.isEmpty()) {
                throw new IllegalArgumentException("--token-file is empty: " + tokenFile);
            }
            return token;
        } catch (IOException e) {
            throw new IllegalArgumentException("--token-file cannot be read: " + e, e);
        }
    }

    private void requireLoopback(String token) {
        try {
            if (token.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IllegalArgumentException(
                        "--host " + host + " can be reached from elsewhere and needs a token:"
                                + " --token-file FILE, or the variable " + TOKEN);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--host " + host + " is no address of this machine", e);
        }
    }
}
