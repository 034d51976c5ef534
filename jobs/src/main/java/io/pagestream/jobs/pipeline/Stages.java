package io.pagestream.jobs.pipeline;

import io.pagestream.operators.answer.AnswerQuestions;
import io.pagestream.operators.assemble.AssembleDocument;
import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RouteFailures;
import io.pagestream.operators.fetch.FetchDocument;
import io.pagestream.operators.metrics.CountDeadLetters;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.StreamOptions;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.recognize.RecognizePage;
import io.pagestream.operators.sink.WritesAlone;
import io.pagestream.operators.source.DecodeRequests;
import io.pagestream.operators.source.RequestFormat;
import io.pagestream.operators.source.RequestRecord;
import io.pagestream.operators.split.SplitPages;
import io.pagestream.operators.tile.HandOutPages;
import io.pagestream.operators.tile.TilePage;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.types.Either;

/**
 * How each stage is put into the stream: its function, type, name and uid. A savepoint finds the state of an operator by its
 * uid: none is ever changed.
 */
final class Stages {

    private static final TypeInformation<DocumentRequest> REQUEST = new AvroTypeInfo<>(DocumentRequest.class);
    private static final TypeInformation<Page> PAGE = new AvroTypeInfo<>(Page.class);

    private final PipelineOptions options;
    private final StreamOptions stream;
    private final EngineSource engines;

    Stages(PipelineOptions options, EngineSource engines) {
        this.options = options;
        this.stream = options.stream();
        this.engines = engines;
    }

    SingleOutputStreamOperator<DocumentRequest> decode(DataStream<RequestRecord> records, RequestFormat format) {
        return named(
                "decode",
                records.process(new DecodeRequests(stream.runId(), format)).returns(REQUEST));
    }

    SingleOutputStreamOperator<FetchedDocument> fetch(DataStream<DocumentRequest> requests) {
        FetchDocument function = new FetchDocument(options);
        var fetched = unordered(requests, function, stream.fetchTimeout(), stream.fetchCapacity());
        return routed("route-fetched", named("fetch", fetched.returns(FetchDocument.TYPE)), FetchedDocument.TYPE);
    }

    SingleOutputStreamOperator<Page> split(DataStream<FetchedDocument> documents) {
        return named("split", documents.process(new SplitPages(options)).returns(PAGE));
    }

    static SingleOutputStreamOperator<DocumentProgress> opened(DataStream<Page> pages) {
        return named(
                "first-pages", pages.flatMap(new FirstPages()).returns(new AvroTypeInfo<>(DocumentProgress.class)));
    }

    /** By page, so that the pages of a long document are spread over all subtasks. */
    SingleOutputStreamOperator<TiledPage> tile(DataStream<Page> pages) {
        KeySelector<Page, String> key = TilePage::keyOf;
        var waiting = pages.keyBy(key, Types.STRING).transform("lanes", PAGE, new HandOutPages());
        // Still by page: what is handed out stays on its subtask, and in its chain.
        var handed = DataStreamUtils.reinterpretAsKeyedStream(named("lanes", waiting), key, Types.STRING);
        TilePage function = new TilePage(engines, options);
        return named("tile", handed.process(function).returns(TiledPage.TYPE));
    }

    SingleOutputStreamOperator<PageText> recognise(DataStream<TiledPage> tiled) {
        var pages = named("pages-to-read", tiled.filter(new RecognizePage.ToRead()));
        RecognizePage function = new RecognizePage(engines, options);
        var read = unordered(pages, function, stream.pageTimeout(), stream.readCapacity());
        return routed("route-texts", named("recognise", read.returns(RecognizePage.TYPE)), RecognizePage.TEXT);
    }

    SingleOutputStreamOperator<QaResult> answer(DataStream<TiledPage> tiled) {
        var pages = named("pages-to-ask", tiled.filter(new AnswerQuestions.ToAsk()));
        AnswerQuestions function = new AnswerQuestions(engines, options);
        var asked = unordered(pages, function, stream.pageTimeout(), stream.askCapacity());
        return routed("route-answers", named("answer", asked.returns(AnswerQuestions.TYPE)), AnswerQuestions.ANSWER);
    }

    SingleOutputStreamOperator<OcrResult> assemble(DataStream<PageText> texts) {
        AssembleDocument function = new AssembleDocument(options);
        return named(
                "assemble",
                texts.keyBy(PageText::getDocumentId, Types.STRING)
                        .process(function)
                        .returns(AssembleDocument.RESULT));
    }

    /** What these stages have refused. */
    SingleOutputStreamOperator<DeadLetter> deadLetters(
            SingleOutputStreamOperator<?> first, SingleOutputStreamOperator<?>... others) {
        DataStream<DeadLetter> letters = first.getSideOutput(DeadLetters.TAG);
        for (SingleOutputStreamOperator<?> other : others) {
            letters = letters.union(other.getSideOutput(DeadLetters.TAG));
        }
        return named(
                "count-dead-letters",
                letters.map(new CountDeadLetters(stream.runId())).returns(DeadLetters.TYPE));
    }

    static <T> void ending(String name, DataStream<T> results, Sink<T> sink) {
        DataStreamSink<T> end = results.sinkTo(sink).name(name).uid(uid(name, sink));
        if (sink instanceof WritesAlone) {
            end.setParallelism(1);
        }
    }

    /** Another kind of sink has another state: a job that changes from topics to files must not find that of the topics. */
    private static String uid(String name, Sink<?> sink) {
        if (sink instanceof FileSink) {
            return name + "-files";
        }
        return sink instanceof JdbcSink ? name + "-tables" : name;
    }

    /** What takes long does not hold up the others; there are no watermarks that would make it. */
    private static <I, O> SingleOutputStreamOperator<O> unordered(
            DataStream<I> in, AsyncFunction<I, O> function, Duration timeout, int capacity) {
        return AsyncDataStream.unorderedWait(in, function, timeout.toMillis(), TimeUnit.MILLISECONDS, capacity);
    }

    private static <T> SingleOutputStreamOperator<T> routed(
            String name, DataStream<Either<DeadLetter, T>> outcomes, TypeInformation<T> type) {
        return named(name, outcomes.process(new RouteFailures<T>()).returns(type));
    }

    private static <T> SingleOutputStreamOperator<T> named(String name, SingleOutputStreamOperator<T> operator) {
        return operator.name(name).uid(name);
    }
}
