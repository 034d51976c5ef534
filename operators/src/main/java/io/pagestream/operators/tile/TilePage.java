package io.pagestream.operators.tile;

import io.pagestream.engine.OcrEngine;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.metrics.LoggedRecord;
import io.pagestream.operators.metrics.StageCounters;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.PageTexts;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.reading.PagePlans;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Stage;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Gives each page its text where no model is needed for it; matches the aspect ratio of the others and cuts their tiles. Keyed by document and page, so that the pages of a long document feed
 * every card, and so that state can tell that a page was already sent on: a document that is asked twice is answered once.
 */
public final class TilePage extends KeyedProcessFunction<String, Page, TiledPage> {

    /**
     * Texts that need no model: of pages that are read from what the document carries, of blank pages, and of those that
     * could not become tiles, which keep their place in the document.
     */
    public static final OutputTag<PageText> WITHOUT_MODEL =
            new OutputTag<>("texts-without-model", new AvroTypeInfo<>(PageText.class));

    private static final long serialVersionUID = 1L;

    private final EngineSource engines;
    private final PipelineOptions options;
    private transient OcrEngine engine;
    private transient PagePlans plans;
    private transient PageRouter router;
    private transient StageCounters counters;
    private transient ValueState<Boolean> sent;

    public TilePage(EngineSource engines, PipelineOptions options) {
        this.engines = engines;
        this.options = options;
    }

    /** The key of a page; no two pages share it, for the index has no {@code #}. */
    public static String keyOf(Page page) {
        return page.getDocumentId() + '#' + page.getIndex();
    }

    @Override
    public void open(OpenContext context) {
        counters = StageCounters.of(getRuntimeContext(), options.stream().runId());
        ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("sent", Types.BOOLEAN);
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(options.stream().remember()).build());
        sent = getRuntimeContext().getState(descriptor);
        // The lease is the recogniser's, which stands in the same chain: whoever has the engine knows which tiles it
        // takes.
        engine = engines.lease();
        plans = new PagePlans(options.reading(), engine.config());
        router = PageRouter.of(options, plans);
    }

    @Override
    @SuppressWarnings("try") // it is open for what is logged meanwhile
    public void processElement(Page page, Context context, Collector<TiledPage> out) throws IOException {
        if (sent.value() != null) {
            counters.pageDropped();
            return;
        }
        sent.update(true);
        Optional<Page> rest = Optional.of(page);
        try (LoggedRecord logged = LoggedRecord.of(page)) {
            while (rest.isPresent()) {
                rest = send(rest.get(), context, out);
            }
        }
    }

    /** @return the page again, for what only the model can do */
    private Optional<Page> send(Page page, Context context, Collector<TiledPage> out) {
        try {
            PageRouter.Routed routed = router.route(page);
            routed.tiles().ifPresent(out::collect);
            return routed.text().flatMap(text -> send(text, page, context));
        } catch (RecordFault fault) {
            counters.pageFailed();
            DeadLetter letter = DeadLetters.ofPage(
                    Stage.TILE,
                    page,
                    fault.reason(),
                    fault.getMessage(),
                    engine.config().name());
            letter.setAttempts(fault.attempts());
            context.output(DeadLetters.TAG, letter);
            if (PageTask.require(page.getTask()).reads()) {
                String version = plans.readVersion(page);
                context.output(
                        WITHOUT_MODEL,
                        PageTexts.failed(
                                PageTexts.of(page),
                                fault.reason(),
                                engine.config().name(),
                                version));
            }
            return Optional.empty();
        }
    }

    private Optional<Page> send(PageText text, Page page, Context context) {
        context.output(WITHOUT_MODEL, text);
        counters.pageWithoutModel(text.getOrigin());
        if (PageTask.require(page.getTask()).asks()) {
            return Optional.of(Page.newBuilder(page).setTask(PageTask.ASK).build());
        }
        counters.pageDone(page.getTenant());
        return Optional.empty();
    }

    @Override
    public void close() {
        if (router != null) {
            router.close();
        }
        if (engine != null) {
            engine.close();
        }
    }
}
