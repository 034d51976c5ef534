package io.pagestream.jobs.pipeline;

import io.pagestream.operators.answer.AnswerQuestions;
import io.pagestream.operators.assemble.AssembleDocument;
import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RouteFailures;
import io.pagestream.operators.fetch.FetchDocument;
import io.pagestream.operators.metrics.CountDeadLetters;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.recognize.RecognizePage;
import io.pagestream.operators.sink.ResultSinks;
import io.pagestream.operators.sink.WritesAlone;
import io.pagestream.operators.source.DecodeRequests;
import io.pagestream.operators.source.RequestRecord;
import io.pagestream.operators.split.SplitPages;
import io.pagestream.operators.tile.TilePage;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.types.Either;

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
 * <p>Every operator has a uid of its own: a savepoint finds its state again by it, so it is never changed.
 */
public final class OcrPipeline {

    private static final TypeInformation<DocumentRequest> REQUEST = new AvroTypeInfo<>(DocumentRequest.class);
    private static final TypeInformation<Page> PAGE = new AvroTypeInfo<>(Page.class);

    private final PipelineOptions options;
    private final EngineSource engines;
    private final Source<RequestRecord, ?, ?> source;
    private final ResultSinks sinks;

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

    /**
     * Puts the stream into {@code env}; nothing runs yet.
     *
     * @throws IllegalArgumentException when the capacities at the parallelism of {@code env} could fill the engine
     */
    public void attachTo(StreamExecutionEnvironment env) {
        options.checkCapacity(env.getParallelism());
        StreamDefaults.applyTo(env, options);

        var records = env.fromSource(source, WatermarkStrategy.noWatermarks(), "requests")
                .uid("requests");
        var requests =
                named("decode", records.process(new DecodeRequests(runId())).returns(REQUEST));
        var fetched =
                asking("fetch", requests, new FetchDocument(options), FetchDocument.TYPE, fetchTimeout(), fetches());
        var documents = routed("route-fetched", fetched, FetchedDocument.TYPE);
        var pages = named("split", documents.process(new SplitPages(options)).returns(PAGE));
        var tiled = named(
                "tile",
                pages.keyBy(TilePage::keyOf, Types.STRING)
                        .process(new TilePage(engines, options))
                        .returns(TiledPage.TYPE));

        var toRead = named("pages-to-read", tiled.filter(new RecognizePage.ToRead()));
        var read = asking(
                "recognise", toRead, new RecognizePage(engines, options), RecognizePage.TYPE, pageTimeout(), reads());
        var texts = routed("route-texts", read, RecognizePage.TEXT);
        var results = named(
                "assemble",
                texts.union(tiled.getSideOutput(TilePage.FAILED))
                        .keyBy(PageText::getDocumentId, Types.STRING)
                        .process(new AssembleDocument(options.stream()))
                        .returns(AssembleDocument.RESULT));

        var toAsk = named("pages-to-ask", tiled.filter(new AnswerQuestions.ToAsk()));
        var asked = asking(
                "answer", toAsk, new AnswerQuestions(engines, options), AnswerQuestions.TYPE, pageTimeout(), asks());
        var answers = routed("route-answers", asked, AnswerQuestions.ANSWER);

        var letters = lettersOf(requests, documents, pages, tiled, texts, results, answers);
        var counted = named(
                "count-dead-letters", letters.map(new CountDeadLetters(runId())).returns(DeadLetters.TYPE));
        ending("results", results, sinks.results());
        ending("answers", answers, sinks.answers());
        ending("dead-letters", counted, sinks.deadLetters());
    }

    private static <T> SingleOutputStreamOperator<T> named(String name, SingleOutputStreamOperator<T> operator) {
        return operator.name(name).uid(name);
    }

    /** Unordered: a page that takes long does not hold up the others. There are no watermarks that would. */
    private static <I, O> SingleOutputStreamOperator<O> asking(
            String name,
            DataStream<I> in,
            AsyncFunction<I, O> function,
            TypeInformation<O> type,
            Duration timeout,
            int capacity) {
        return named(
                name,
                AsyncDataStream.unorderedWait(in, function, timeout.toMillis(), TimeUnit.MILLISECONDS, capacity)
                        .returns(type));
    }

    private static <T> SingleOutputStreamOperator<T> routed(
            String name, DataStream<Either<DeadLetter, T>> outcomes, TypeInformation<T> type) {
        return named(name, outcomes.process(new RouteFailures<T>()).returns(type));
    }

    private static DataStream<DeadLetter> lettersOf(
            SingleOutputStreamOperator<?> first, SingleOutputStreamOperator<?>... others) {
        DataStream<DeadLetter> letters = first.getSideOutput(DeadLetters.TAG);
        for (SingleOutputStreamOperator<?> other : others) {
            letters = letters.union(other.getSideOutput(DeadLetters.TAG));
        }
        return letters;
    }

    private static <T> void ending(String name, DataStream<T> stream, Sink<T> sink) {
        DataStreamSink<T> end = stream.sinkTo(sink).name(name).uid(name);
        if (sink instanceof WritesAlone) {
            end.setParallelism(1);
        }
    }

    private String runId() {
        return options.stream().runId();
    }

    private Duration fetchTimeout() {
        return options.stream().fetchTimeout();
    }

    private Duration pageTimeout() {
        return options.stream().pageTimeout();
    }

    private int fetches() {
        return options.stream().fetchCapacity();
    }

    private int reads() {
        return options.stream().readCapacity();
    }

    private int asks() {
        return options.stream().askCapacity();
    }
}
