package io.pagestream.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.operators.options.IsolationOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.RequestRecord;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One page behind three thousand: how many of them are read before it. */
class LanesITCase {

    private static final int PAGES = 3000;
    private static final int CAPACITY = 4;
    private static final String SINGLE = "single";

    /** Tenants in the order in which the engine was asked; the single page has one of its own. */
    private static final List<String> ASKED = Collections.synchronizedList(new ArrayList<>());

    private static final CompletableFuture<Void> BUSY = new CompletableFuture<>();
    private static final CountDownLatch ANSWERED = new CountDownLatch(1);
    private static volatile int sentAfter;
    private static volatile long sentAt;

    @TempDir
    Path folder;

    @Test
    void aSinglePageIsReadWhileThreeThousandOfOneDocumentWait() throws Exception {
        Configuration config = configuration();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
        env.setParallelism(1);
        PipelineOptions options = PipelineOptions.from(config);
        new OcrPipeline(
                        options,
                        () -> new Listening(new StubEngines(56, 1, 50).lease()),
                        new DataGeneratorSource<>(
                                new LongThenSingle(documents()),
                                2,
                                parallelism -> new WhenBusy(),
                                TypeInformation.of(RequestRecord.class)),
                        ResultSinks.files(folder.resolve("out"), List.of(), options.access()))
                .attachTo(env);
        JobClient job = env.executeAsync("lanes");

        boolean answered = ANSWERED.await(5, TimeUnit.MINUTES);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentAt);
        job.cancel().get();

        assertThat(answered).isTrue();
        int before = ASKED.indexOf(SINGLE) - sentAfter;
        System.out.println(before + " pages of the long document were asked between the request of the single one and"
                + " its turn; it was answered after " + took + " ms");
        assertThat(ASKED.subList(0, 10 * CAPACITY)).doesNotContain(SINGLE);
        assertThat(before).as("pages of the long document that came before").isLessThan(PAGES / 10);
    }

    private Configuration configuration() {
        Configuration config = new Configuration();
        config.set(PipelineKeys.READ_CAPACITY, CAPACITY);
        config.set(PipelineKeys.ISOLATION, IsolationOptions.Mode.THREAD);
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(folder.toString()));
        config.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return config;
    }

    private List<DocumentRequest> documents() throws Exception {
        Path archive = Files.write(folder.resolve("archive.pdf"), TestDocuments.pdf(PAGES));
        Path page = Files.write(folder.resolve("page.png"), TestDocuments.image("page_portrait.png"));
        DocumentRequest single = TestDocuments.file("page", page);
        single.setTenant(SINGLE);
        return List.of(TestDocuments.file("archive", archive), single);
    }

    /** Lets the second request go when the first one keeps the engine busy. */
    private static final class WhenBusy implements RateLimiter<NumberSequenceSplit> {

        private boolean first = true;

        @Override
        public CompletionStage<Void> acquire(int requests) {
            CompletionStage<Void> go = first ? CompletableFuture.completedFuture(null) : BUSY;
            first = false;
            return go;
        }
    }

    private static final class LongThenSingle implements GeneratorFunction<Long, RequestRecord> {

        private static final long serialVersionUID = 1L;

        private final ArrayList<byte[]> requests = new ArrayList<>();

        LongThenSingle(List<DocumentRequest> documents) {
            documents.forEach(document -> requests.add(AvroBytes.of(document)));
        }

        @Override
        public RequestRecord map(Long index) {
            if (index == 1) {
                sentAfter = ASKED.size();
                sentAt = System.nanoTime();
            }
            return new RequestRecord("list:" + index, requests.get(index.intValue()));
        }
    }

    private record Listening(OcrEngine engine) implements OcrEngine {

        @Override
        public CompletableFuture<Reading> submit(ReadingRequest request) {
            String tenant = request.terms().tenant();
            ASKED.add(tenant);
            if (ASKED.size() >= 10 * CAPACITY) {
                BUSY.complete(null);
            }
            return engine.submit(request).whenComplete((answer, error) -> {
                if (tenant.equals(SINGLE)) {
                    ANSWERED.countDown();
                }
            });
        }

        @Override
        public ModelConfig config() {
            return engine.config();
        }

        @Override
        public EngineStats stats() {
            return engine.stats();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
