package io.pagestream.jobs.replay;

import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.StreamArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.stream.Brokers;
import io.pagestream.jobs.stream.RequestTransaction;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends the requests of dead letters to the requests topic again, each letter once. */
@Command(
        name = "replay",
        description = "Send what has failed again: the requests of dead letters go to the requests topic.",
        footer = {
            "",
            "A document comes again under its own documentId; a page as the document ID#pageN, a question as",
            "ID#pageN#QUESTION (0 is the first page). All are sent in one transaction, which also writes down in the topic",
            "DEAD-LETTERS-replayed which letters they were: no letter is ever sent to the same topic twice.",
            "One JSON object about it goes to stdout.",
            "",
            "Examples:",
            "  pagestream replay --config deploy/pagestream.yaml --reason NOT_FOUND --since 2h --dry-run",
            "  pagestream replay --config deploy/pagestream.yaml --reason ENGINE_BUSY --reason TIMED_OUT",
            "  pagestream replay --config deploy/pagestream.yaml --from out/dead-letters.jsonl --to-topic others"
        })
public final class Replay implements Callable<Integer> {

    /** Of one transaction; what is left goes with the next run. */
    static final int MOST = 100_000;

    @Mixin
    private StreamArguments stream;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "JSON Lines with letters, in place of the topic; may be given more than once.")
    private List<Path> files = List.of();

    @Option(
            names = "--to-topic",
            paramLabel = "TOPIC",
            description = "Where requests go. Default: pagestream.kafka.topic.requests.")
    private String to;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description =
                    "Letters with this reason only; may be given more than once. One of ${COMPLETION-CANDIDATES}.")
    private Set<Reason> reasons = Set.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "Letters written since then: 2026-03-01T12:00:00Z, or 2h for two hours ago.")
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "Letters written before then.")
    private Instant until;

    @Option(names = "--model", paramLabel = "NAME", description = "Letters about this model only.")
    private String model;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Letters of this tenant only.")
    private String tenant;

    @Option(names = "--document", paramLabel = "ID", description = "Letters about this documentId only.")
    private String document;

    @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
    private boolean dryRun;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public Replay(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("there is no file '" + file + "'");
            }
        }
        if (since != null && until != null && !since.isBefore(until)) {
            throw new IllegalArgumentException("--since (" + since + ") must be before --until (" + until + ")");
        }
        KafkaOptions kafka = KafkaOptions.from(stream.configuration());
        try {
            Brokers.requireAnswer(kafka, !dryRun);
            streams.out().println(dryRun ? count(kafka) : send(kafka));
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (KafkaException | ExecutionException e) {
            throw new CommandFailure(
                    "nothing was sent, with the brokers at " + kafka.client().get("bootstrap.servers") + ": "
                            + CommandFailure.sentenceOf(e),
                    e);
        }
    }

    private String topic(KafkaOptions kafka) {
        return to == null ? kafka.requestsTopic() : to;
    }

    private String count(KafkaOptions kafka) throws IOException {
        SentBefore before = new SentBefore(kafka, topic(kafka));
        before.read();
        return over(kafka, before, (request, found) -> {}).json(topic(kafka), true);
    }

    private String send(KafkaOptions kafka) throws IOException, InterruptedException, ExecutionException {
        SentBefore before = new SentBefore(kafka, topic(kafka));
        before.make();
        try (RequestTransaction transaction = RequestTransaction.open(kafka, topic(kafka), "replay")) {
            // Not before: to open it has ended what an earlier replay was about to commit.
            before.read();
            Summary summary = over(kafka, before, (request, found) -> {
                transaction.send(request);
                transaction.send(before.mark(found));
            });
            transaction.commit();
            return summary.json(topic(kafka), false);
        }
    }

    private interface Sending {
        void send(DocumentRequest request, Found found);
    }

    private Summary over(KafkaOptions kafka, SentBefore before, Sending sending) throws IOException {
        Wanted wanted = new Wanted(reasons, since, until, model, tenant, document);
        Summary summary = new Summary();
        Letters letters = new Letters(
                found -> {
                    summary.read();
                    if (wanted.matches(found)) {
                        summary.matching();
                        take(found, before, sending, summary);
                    }
                },
                sentence -> {
                    summary.unreadable();
                    streams.say(sentence);
                });
        if (files.isEmpty()) {
            letters.ofTopic(kafka, since);
        }
        for (Path file : files) {
            letters.ofFile(file);
        }
        return summary;
    }

    private void take(Found found, SentBefore before, Sending sending, Summary summary) {
        ByteBuffer bytes = found.letter().getRequest();
        if (bytes == null) {
            summary.withoutRequest();
        } else if (summary.sent() == MOST) {
            summary.left();
        } else if (!before.add(found)) {
            summary.sentBefore();
        } else {
            try {
                sending.send(request(bytes), found);
                summary.sent(found.letter().getReason());
            } catch (IOException e) {
                summary.unreadable();
                streams.say("the request of the letter " + found.place() + ": " + e.getMessage());
            }
        }
    }

    private static DocumentRequest request(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return AvroBytes.readSingleObject(copy, DocumentRequest.class);
    }
}
