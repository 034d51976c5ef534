package io.pagestream.operators.sink;

import io.pagestream.formats.Format;
import io.pagestream.formats.JsonLines;
import io.pagestream.operators.options.AccessOptions;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.RegistryOptions;
import io.pagestream.operators.options.SinkOptions;
import io.pagestream.operators.options.SinkOptions.Delivery;
import io.pagestream.operators.registry.SchemaRegistry;
import io.pagestream.operators.sink.KafkaValues.OfAnswers;
import io.pagestream.operators.sink.KafkaValues.OfDeadLetters;
import io.pagestream.operators.sink.KafkaValues.OfProgress;
import io.pagestream.operators.sink.KafkaValues.OfResults;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * The three ends of the pipeline.
 *
 * @param results one for each document that was read
 * @param answers one for each question and page
 * @param deadLetters one for each record, page or question that failed
 */
public record ResultSinks(Sink<OcrResult> results, Sink<QaResult> answers, Sink<DeadLetter> deadLetters) {

    /**
     * Where {@code options} say.
     *
     * @param kafka of the kind KAFKA; asks the registry for the ids of the schemas where one is named
     */
    public static ResultSinks of(SinkOptions options, KafkaOptions kafka) {
        return switch (options.kind()) {
            case KAFKA -> topics(kafka, options.delivery());
            case FILES -> files(options.files());
            case JDBC -> tables(options.tables(), options.delivery());
        };
    }

    /** Three topics; when exactly once, readers need {@code isolation.level=read_committed}. */
    private static ResultSinks topics(KafkaOptions kafka, Delivery delivery) {
        return new ResultSinks(
                topic(kafka, delivery, kafka.resultsTopic(), new OfResults(), OcrResult.getClassSchema(), "results"),
                topic(kafka, delivery, kafka.answersTopic(), new OfAnswers(), QaResult.getClassSchema(), "answers"),
                topic(
                        kafka,
                        delivery,
                        kafka.deadLettersTopic(),
                        new OfDeadLetters(),
                        DeadLetter.getClassSchema(),
                        "dead-letters"));
    }

    /** The topic of progress, at least once: it is for display, and nobody should wait for a checkpoint to see it. */
    public static Sink<DocumentProgress> progress(KafkaOptions kafka) {
        Schema schema = DocumentProgress.getClassSchema();
        return topic(kafka, Delivery.AT_LEAST_ONCE, kafka.progressTopic(), new OfProgress(), schema, "progress");
    }

    private static <T extends SpecificRecord> Sink<T> topic(
            KafkaOptions kafka, Delivery delivery, String topic, KafkaValues<T> values, Schema schema, String name) {
        RegistryOptions registry = kafka.registry();
        Integer schemaId = registry == null ? null : SchemaRegistry.idForTopic(registry, topic, schema);
        return KafkaSinks.of(kafka, delivery, values.to(topic, schemaId), name);
    }

    /** Three folders of files that checkpoints make final. */
    private static ResultSinks files(SinkOptions.Files files) {
        return new ResultSinks(
                FileSinks.of(files, "results", OcrResult.class, JsonLines::of),
                FileSinks.of(files, "answers", QaResult.class, JsonLines::of),
                FileSinks.of(files, "dead-letters", DeadLetter.class, JsonLines::of));
    }

    /** Four tables: a document's pages have one of their own. */
    private static ResultSinks tables(SinkOptions.Tables tables, Delivery delivery) {
        return new ResultSinks(
                JdbcSinks.results(tables, delivery),
                JdbcSinks.answers(tables, delivery),
                JdbcSinks.deadLetters(tables, delivery));
    }

    /**
     * {@code results.jsonl}, {@code answers.jsonl} and {@code dead-letters.jsonl} in {@code folder}, each complete or not
     * there, and beside them files for each document. For jobs that end; one that fails begins anew.
     *
     * @param access where documents may be read from, for the formats that show their pages
     */
    public static ResultSinks files(Path folder, List<Format> formats, AccessOptions access) {
        String place = folder.toAbsolutePath().normalize().toString();
        return new ResultSinks(
                new JsonLinesSink<>(place, "results.jsonl", JsonLines::of, DocumentFiles.in(folder, formats, access)),
                new JsonLinesSink<>(place, "answers.jsonl", JsonLines::of, Beside.nothing()),
                new JsonLinesSink<>(place, "dead-letters.jsonl", JsonLines::of, Beside.nothing()));
    }
}
