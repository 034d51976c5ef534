package io.pagestream.operators.recognize;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.task.Task;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.PageTexts;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.AskEngine;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.reading.PageAnswer;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import io.pagestream.schemas.TextOrigin;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** Tasks whose answer is the text of the page, line by line. */
    private static final Set<Task> LINED = EnumSet.of(Task.MARKDOWN, Task.PLAIN_TEXT, Task.LAYOUT);

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
    protected Task task(TiledPage page) {
        return PageTask.require(page.page().getTask()).reading().orElseThrow();
    }

    @Override
    protected ReadingRequest request(TiledPage page, TileBatch tiles, int step) throws RecordFault {
        ReadingRequest request = plans().read(page.page(), tiles);
        return page.reference().map(request::withReference).orElse(request);
    }

    @Override
    protected List<Either<DeadLetter, PageText>> answered(
            TiledPage tiled, int step, PageAnswer answer, Optional<Reading.Text> further) {
        Page page = tiled.page();
        Task task = task(tiled);
        PageReading read = PageReading.of(task, answer, tiled.width());
        PageText text = PageTexts.of(tiled)
                .setText(read.text().text())
                .setBlocks(read.blocks())
                .setConfidence(answer.confidence())
                .setFinishReason(Reasons.of(answer.finish()))
                .setPromptTokens(answer.promptTokens())
                .setTokens(answer.tokens())
                .setMilliseconds(answer.took().toMillis())
                .setDeviceMilliseconds(answer.deviceMilliseconds())
                .setModel(model())
                .setPromptVersion(plans().readVersion(page))
                .setOrigin(TextOrigin.MODEL)
                .setLines(LINED.contains(task) ? read.text().lines() : List.of())
                .setDoubtful(read.text().doubtful(doubtfulBelow()))
                .setFields(task == Task.KEY_VALUES ? read.text().fields() : List.of())
                .setRequests(answer.requests())
                .setTiles(answer.tiles())
                .build();
        LineBoxes.fill(text.getLines(), tiled.lines());
        counters().pageDone(page.getTenant()); // last: an answer that cannot be used is a page that failed
        return List.of(Either.Right(text));
    }

    @Override
    protected List<Either<DeadLetter, PageText>> failed(TiledPage tiled, int step, Reason reason, String detail) {
        counters().pageFailed();
        Page page = tiled.page();
        PageText text = PageTexts.failed(PageTexts.of(tiled), reason, model(), plans().readVersion(page));
        // Its questions are asked elsewhere, and have letters of their own.
        DeadLetter letter = DeadLetters.ofPage(Stage.RECOGNIZE, PageTask.toRead(page), reason, detail, model());
        return List.of(Either.Left(letter), Either.Right(text));
    }
}
