package io.pagestream.operators.sink;

import io.pagestream.formats.Format;
import io.pagestream.formats.JsonLines;
import io.pagestream.operators.options.AccessOptions;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * The three ends of the pipeline.
 *
 * @param results one for each document that was read
 * @param answers one for each question and page
 * @param deadLetters one for each record, page or question that failed
 */
public record ResultSinks(Sink<OcrResult> results, Sink<QaResult> answers, Sink<DeadLetter> deadLetters) {

    /** Three topics, exactly once: readers need {@code isolation.level=read_committed}. */
    public static ResultSinks kafka(KafkaOptions options) {
        return new ResultSinks(
                KafkaSinks.of(options, options.resultsTopic(), new KafkaValues.OfResults(), "results"),
                KafkaSinks.of(options, options.answersTopic(), new KafkaValues.OfAnswers(), "answers"),
                KafkaSinks.of(options, options.deadLettersTopic(), new KafkaValues.OfDeadLetters(), "dead-letters"));
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
