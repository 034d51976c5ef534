package io.pagestream.jobs.pipeline;

import io.pagestream.engine.OcrEngine;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.RequestRecord;
import org.apache.flink.api.connector.source.Source;

/** The pipeline with an engine that needs no model and fails when it is told to, for tests of what stands around it. */
public final class BreakablePipelines {

    private static final EngineSource ENGINES = BreakableEngine.over(new StubEngines(28, 4, 20));

    private BreakablePipelines() {}

    public static OcrPipeline of(PipelineOptions options, Source<RequestRecord, ?, ?> source, ResultSinks sinks) {
        return new OcrPipeline(options, ENGINES, source, sinks);
    }

    /** One more, which belongs to the caller. */
    public static OcrEngine engine() {
        return ENGINES.lease();
    }

    /** The request after so many fails, and with it the task. */
    public static void failAfter(int requests) {
        BreakableEngine.FAILURES.set(0);
        BreakableEngine.UNTIL_FAILURE.set(requests + 1);
    }

    public static int failures() {
        return BreakableEngine.FAILURES.get();
    }

    /** A PDF whose pages have ink and no text. */
    public static byte[] document(int pages) {
        return TestDocuments.pdf(pages);
    }
}
