package io.pagestream.jobs.send;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.StreamArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.jobs.stream.Brokers;
import io.pagestream.jobs.stream.RequestTransaction;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.fetch.RequestRules;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.TextLayerRule;
import io.pagestream.operators.source.DocumentSources;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.TextLayerUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a stream to read documents. */
@Command(
        name = "send",
        description = "Ask a stream to read documents: their requests go to the requests topic.",
        footer = {
            "",
            "The stream opens the documents itself: it has to see them under the same address, and be allowed to",
            "(pagestream.source.allowed-roots). The documentId is what was named, and of a folder's file its path in the",
            "folder; a stream reads an id once, so say --prefix when a document has changed.",
            "All are sent in one transaction: all of them or none. One JSON object about it goes to stdout.",
            "",
            "Examples:",
            "  pagestream send --config deploy/pagestream.yaml scans/ letter.tif",
            "  pagestream send --config deploy/pagestream.yaml s3://archive/1998/contract.pdf --lane backfill",
            "  pagestream send --config deploy/pagestream.yaml invoices/ --task fields --field total --field date",
            "  pagestream send --config deploy/pagestream.yaml a.pdf --task read+ask --question \"What is the total?\""
        })
public final class Send implements Callable<Integer> {

    /** For whom, as the option says it: a request may also leave it open. */
    private enum Urgency {
        INTERACTIVE(Lane.INTERACTIVE),
        BACKFILL(Lane.BACKFILL);

        private final Lane lane;

        Urgency(Lane lane) {
            this.lane = lane;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files, folders with all their files, and addresses such as https: and s3:.")
    private List<String> places;

    @Mixin
    private StreamArguments stream;

    @Option(
            names = "--to-topic",
            paramLabel = "TOPIC",
            description = "Where requests go. Default: pagestream.kafka.topic.requests.")
    private String to;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            defaultValue = "read",
            description = "What is wanted of a page: read (Markdown), text, layout (blocks with boxes), fields (JSON of"
                    + " named values), caption, web-page (HTML), ask; all but fields also with +ask."
                    + " Default: ${DEFAULT-VALUE}.")
    private String task;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            description = "Name of a value that the task fields looks for; may be given more than once.")
    private List<String> fields = List.of();

    @Option(
            names = "--question",
            paramLabel = "TEXT",
            description = "Asked of every page; may be given more than once.")
    private List<String> questions = List.of();

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            description = "interactive: somebody waits for it; backfill: goes behind. Default: interactive.")
    private Urgency lane = Urgency.INTERACTIVE;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "For whom it is read. Default: nobody in particular.")
    private String tenant = "";

    @Option(
            names = "--text-layer",
            paramLabel = "USE",
            description = "where-good: pages whose text the document carries, and carries well, are read from it;"
                    + " ignore: the model reads every page. Default: as the stream is configured.")
    private TextLayerRule textLayer;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Put before every documentId. Default: nothing.")
    private String prefix = "";

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public Send(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration config = stream.configuration();
        KafkaOptions kafka = KafkaOptions.from(config);
        String topic = to == null ? kafka.requestsTopic() : to;
        try {
            List<DocumentRequest> requests = requests();
            check(
                    requests,
                    new RequestRules(PipelineOptions.from(config).reading().maxQuestions()));
            Brokers.requireAnswer(kafka, true);
            send(kafka, topic, requests);
            streams.out()
                    .println(new ObjectMapper()
                            .createObjectNode()
                            .put("sent", requests.size())
                            .put("topic", topic));
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandFailure("nothing was sent: " + CommandFailure.sentenceOf(e), e);
        } catch (KafkaException e) {
            throw new CommandFailure(
                    "nothing was sent, with the brokers at " + kafka.client().get("bootstrap.servers") + ": "
                            + CommandFailure.sentenceOf(e),
                    e);
        }
    }

    private List<DocumentRequest> requests() throws IOException {
        for (String place : places) {
            if (!place.contains(":/") && !Files.exists(Path.of(place))) {
                throw new IllegalArgumentException("there is no file or folder '" + place
                        + "'; what only the stream can see is named by its address, such as file:/archive/a.pdf");
            }
        }
        List<DocumentRequest> requests = DocumentSources.requestsFor(places);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("there are no files in " + places + "; hidden ones are left out");
        }
        List<Question> asked = asked();
        for (DocumentRequest request : requests) {
            request.setDocumentId(prefix + request.getDocumentId());
            request.setTask(task);
            request.setQuestions(asked);
            request.setLane(lane.lane);
            request.setTenant(tenant);
            request.setTextLayer(textLayer == null ? TextLayerUse.UNKNOWN : TextLayerUse.valueOf(textLayer.name()));
        }
        return requests;
    }

    private List<Question> asked() {
        List<Question> asked = new ArrayList<>();
        fields.forEach(name -> asked.add(new Question("f" + (asked.size() + 1), name)));
        questions.forEach(text -> asked.add(new Question("q" + (asked.size() + 1), text)));
        if (!fields.isEmpty() && (!task.equals("fields") || !questions.isEmpty())) {
            throw new IllegalArgumentException("--field is for --task fields, which takes no --question; got --task "
                    + task + " with " + fields.size() + " --field and " + questions.size() + " --question");
        }
        return asked;
    }

    /** As the stream will: what it would refuse is said here, before anything is sent. */
    private static void check(List<DocumentRequest> requests, RequestRules rules) {
        for (DocumentRequest request : requests) {
            try {
                rules.check(request);
            } catch (RecordFault refused) {
                throw new IllegalArgumentException(request.getDocumentId() + ": " + refused.getMessage(), refused);
            }
        }
    }

    private static void send(KafkaOptions kafka, String topic, List<DocumentRequest> requests) {
        // A name of its own: two people may send at the same time.
        try (RequestTransaction transaction = RequestTransaction.open(kafka, topic, "send-" + UUID.randomUUID())) {
            requests.forEach(transaction::send);
            transaction.commit();
        }
    }
}
