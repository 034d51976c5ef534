package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.operators.options.IsolationOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.RequestRecord;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Question;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a released version has left in a savepoint, today's code takes up. The savepoints lie in {@code savepoints/VERSION},
 * written by the code of that version with this job: of four documents with three pages each all pages are at the engine
 * twice, to be read and to be asked, and half of those that read are answered. {@code savepoints/README.md} says how they were
 * written.
 */
class SavepointsITCase {

    private static final List<String> OLD = List.of("document-0", "document-1", "document-2", "document-3");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Queue<OcrResult> RESULTS = new ConcurrentLinkedQueue<>();
    private static final Queue<QaResult> ANSWERS = new ConcurrentLinkedQueue<>();
    private static final Queue<DeadLetter> LETTERS = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(strings = "v1")
    void everyPageOfTheSavepointIsReadAndAskedOnce(String version) throws Exception {
        JobClient job = restored(
                Path.of(getClass().getResource("/savepoints/" + version).toURI()));
        Instant until = Instant.now().plus(PATIENCE);
        while ((results().size() < 4
                        || ANSWERS.stream().filter(SavepointsITCase::isOld).count() < 12)
                && Instant.now().isBefore(until)) {
            Thread.sleep(100);
            if (job.getJobStatus().get().isGloballyTerminalState()) {
                job.getJobExecutionResult().get();
            }
        }
        job.cancel().get();

        assertThat(LETTERS).isEmpty();
        assertThat(results()).extracting(OcrResult::getDocumentId).containsExactlyInAnyOrderElementsOf(OLD);
        assertThat(results()).allSatisfy(result -> {
            assertThat(result.getStatus()).isEqualTo(DocumentStatus.COMPLETE);
            assertThat(result.getPages()).extracting(PageText::getIndex).containsExactly(0, 1, 2);
        });
        assertThat(results().stream().flatMap(result -> result.getPages().stream()))
                .as("some pages were read before the savepoint, the others after")
                .filteredOn(page -> page.getText().equals("early"))
                .hasSize(6);
        assertThat(ANSWERS.stream().filter(SavepointsITCase::isOld))
                .extracting(answer -> answer.getDocumentId() + " " + answer.getPage())
                .doesNotHaveDuplicates()
                .hasSize(12);
    }

    private static List<OcrResult> results() {
        return RESULTS.stream()
                .filter(result -> OLD.contains(result.getDocumentId()))
                .toList();
    }

    private static boolean isOld(QaResult answer) {
        return OLD.contains(answer.getDocumentId());
    }

    private static JobClient restored(Path savepoint) throws Exception {
        Configuration config = new Configuration();
        config.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        config.set(PipelineKeys.ISOLATION, IsolationOptions.Mode.THREAD);
        config.set(PipelineKeys.READ_CAPACITY, 64);
        config.set(PipelineKeys.ASK_CAPACITY, 64);
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of("kept:/"));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, config);
        // Four documents at once and no more, until a checkpoint is complete, and there are none.
        var source = new DataGeneratorSource<>(
                new Documents(),
                Long.MAX_VALUE,
                RateLimiterStrategy.perCheckpoint(4),
                TypeInformation.of(RequestRecord.class));
        ResultSinks sinks = new ResultSinks(
                (Sink<OcrResult>) context -> new Into<>(RESULTS),
                (Sink<QaResult>) context -> new Into<>(ANSWERS),
                (Sink<DeadLetter>) context -> new Into<>(LETTERS));
        new OcrPipeline(PipelineOptions.from(config), new StubEngines(56, 6, 10), source, sinks).attachTo(env);
        return env.executeAsync("restored");
    }

    /** Three pages to be read, and a question. */
    static final class Documents implements GeneratorFunction<Long, RequestRecord> {

        private static final long serialVersionUID = 1L;

        @Override
        public RequestRecord map(Long index) {
            DocumentRequest request = DocumentRequest.newBuilder()
                    .setDocumentId("document-" + index)
                    .setSource(new ClaimCheck("kept:/three-pages.pdf", -1L, ""))
                    .setTask("read+ask")
                    .setQuestions(List.of(new Question("q", "What?")))
                    .build();
            return new RequestRecord("list:" + index, AvroBytes.of(request));
        }
    }

    /** Keeps what comes; without state, as the sinks of the savepoint. */
    private record Into<T>(Queue<T> all) implements SinkWriter<T> {

        @Override
        public void write(T record, Context context) {
            all.add(record);
        }

        @Override
        public void flush(boolean endOfInput) {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
