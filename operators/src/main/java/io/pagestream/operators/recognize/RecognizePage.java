package io.pagestream.operators.recognize;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.task.Task;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.AskEngine;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.util.List;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.types.Either;

/**
 * Asks the engine for the text of each page. A page that fails gives two values: its dead letter, and an empty text that
 * keeps its place in the document.
 */
public final class RecognizePage extends AskEngine<PageText> {

    public static final TypeInformation<PageText> TEXT = new AvroTypeInfo<>(PageText.class);
    public static final TypeInformation<Either<DeadLetter, PageText>> TYPE =
            new EitherTypeInfo<>(DeadLetters.TYPE, TEXT);

    private static final long serialVersionUID = 1L;

    public RecognizePage(EngineSource engines, PipelineOptions options) {
        super(engines, options);
    }

    /** Lets pages pass that are to be read. */
    public static final class ToRead implements FilterFunction<TiledPage> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(TiledPage page) {
            return PageTask.require(page.page().getTask()).reads();
        }
    }

    @Override
    protected int steps(TiledPage page) {
        return 1;
    }

    @Override
    protected ReadingRequest request(TiledPage page, TileBatch tiles, int step) throws RecordFault {
        return plans().read(page.page(), tiles);
    }

    @Override
    protected List<Either<DeadLetter, PageText>> answered(TiledPage tiled, int step, Reading.Text reading) {
        counters().pageDone();
        Page page = tiled.page();
        Task task = PageTask.require(page.getTask()).reading().orElseThrow();
        PageReading read = PageReading.of(task, reading, tiled.width(), tiled.height());
        PageText text = PageText.newBuilder()
                .setDocumentId(page.getDocumentId())
                .setIndex(page.getIndex())
                .setPosition(page.getPosition())
                .setCount(page.getCount())
                .setSource(page.getSource())
                .setWidth(tiled.width())
                .setHeight(tiled.height())
                .setColumns(tiled.grid().columns())
                .setRows(tiled.grid().rows())
                .setText(read.text())
                .setBlocks(read.blocks())
                .setConfidence(reading.confidence())
                .setFinishReason(Reasons.of(reading.finish()))
                .setPromptTokens(reading.promptTokens())
                .setTokens(reading.tokens().length)
                .setMilliseconds(reading.took().toMillis())
                .setDeviceMilliseconds(reading.trace().deviceMilliseconds())
                .setModel(model())
                .setPromptVersion(plans().readVersion(page))
                .setRendererVersion(tiled.renderer())
                .build();
        return List.of(Either.Right(text));
    }

    @Override
    protected List<Either<DeadLetter, PageText>> failed(TiledPage tiled, int step, Reason reason, String detail) {
        counters().pageFailed();
        Page page = tiled.page();
        PageText text = DeadLetters.failedPage(page, reason);
        text.setWidth(tiled.width());
        text.setHeight(tiled.height());
        text.setColumns(tiled.grid().columns());
        text.setRows(tiled.grid().rows());
        text.setRendererVersion(tiled.renderer());
        return List.of(Either.Left(DeadLetters.ofPage(Stage.RECOGNIZE, page, reason, detail)), Either.Right(text));
    }
}
