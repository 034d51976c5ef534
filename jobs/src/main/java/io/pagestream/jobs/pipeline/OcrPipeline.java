package io.pagestream.jobs.pipeline;

import io.pagestream.operators.assemble.AssembleDocument;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.source.RequestFormat;
import io.pagestream.operators.source.RequestRecord;
import io.pagestream.operators.tile.TilePage;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The whole stream:
 *
 * <pre>
 * requests → fetch → split → by page: tile → recognise → by document: assemble → results
 *                                      └→ answer → answers
 * every stage that refuses something → dead letters
 * </pre>
 *
 * <p>A program makes one with its source and sinks ({@code DocumentSources}, {@code ResultSinks}), attaches it to an
 * environment, and executes that:
 *
 * <pre>
 * new OcrPipeline(options, DocumentSources.files(places), sinks.results(), sinks.answers(), sinks.deadLetters())
 *         .attachTo(env);
 * env.execute("read");
 * </pre>
 *
 * <p>How a stage is put into the stream (names, types, capacities) stands in {@code Stages}.
 */
public final class OcrPipeline {

    private final PipelineOptions options;
    private final EngineSource engines;
    private final Source<RequestRecord, ?, ?> source;
    private final ResultSinks sinks;
    private RequestFormat format = RequestFormat.avro();
    private Optional<Sink<DocumentProgress>> progress = Optional.empty();
    private Optional<Sink<DocumentProgress>> opened = Optional.empty();

    /** With one engine for all subtasks of a JVM, as {@code options} describe it. */
    public OcrPipeline(
            PipelineOptions options,
            Source<RequestRecord, ?, ?> source,
            Sink<OcrResult> results,
            Sink<QaResult> answers,
            Sink<DeadLetter> deadLetters) {
        this(options, EngineSource.shared(options.engine()), source, new ResultSinks(results, answers, deadLetters));
    }

    /** With an engine from elsewhere. */
    OcrPipeline(PipelineOptions options, EngineSource engines, Source<RequestRecord, ?, ?> source, ResultSinks sinks) {
        this.options = options;
        this.engines = engines;
        this.source = source;
        this.sinks = sinks;
    }

    /** The same, whose requests lie otherwise in their records than as plain Avro. */
    public OcrPipeline reading(RequestFormat format) {
        this.format = format;
        return this;
    }

    /** The same, which says how far documents are. */
    public OcrPipeline reporting(Sink<DocumentProgress> progress) {
        this.progress = Optional.of(progress);
        return this;
    }

    /** The same, which says of each document how many pages it has as soon as that is known; also where none is read. */
    public OcrPipeline announcing(Sink<DocumentProgress> opened) {
        this.opened = Optional.of(opened);
        return this;
    }

    /**
     * Puts the stream into {@code env}; nothing runs yet.
     *
     * @throws IllegalArgumentException when the capacities at the parallelism of {@code env} could fill the engine
     */
    public void attachTo(StreamExecutionEnvironment env) {
        options.checkCapacity(env.getParallelism());
        StreamDefaults.applyTo(env, options);

        Stages stages = new Stages(options, engines);
        var records = env.fromSource(source, WatermarkStrategy.noWatermarks(), "requests")
                .uid("requests");
        var requests = stages.decode(records, format);
        var documents = stages.fetch(requests);
        var pages = stages.split(documents);
        var tiled = stages.tile(pages);
        var texts = stages.recognise(tiled);
        var results = stages.assemble(texts.union(tiled.getSideOutput(TilePage.WITHOUT_MODEL)));
        var answers = stages.answer(tiled);
        var letters = stages.deadLetters(requests, documents, pages, tiled, texts, results, answers);

        Stages.ending("results", results, sinks.results());
        Stages.ending("answers", answers, sinks.answers());
        Stages.ending("dead-letters", letters, sinks.deadLetters());
        opened.ifPresent(sink -> Stages.ending("opened", Stages.opened(pages), sink));
        progress.ifPresent(sink -> Stages.ending("progress", results.getSideOutput(AssembleDocument.PROGRESS), sink));
    }
}
