package io.pagestream.operators.answer;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.imaging.tile.TileBatch;
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
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.util.List;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.types.Either;

/**
 * Asks the questions of a page, one after the other: so the capacity of this stage is the number of its requests at the
 * engine, and the later questions find the image of the first one in the prefix cache.
 */
public final class AnswerQuestions extends AskEngine<QaResult> {

    public static final TypeInformation<QaResult> ANSWER = new AvroTypeInfo<>(QaResult.class);
    public static final TypeInformation<Either<DeadLetter, QaResult>> TYPE =
            new EitherTypeInfo<>(DeadLetters.TYPE, ANSWER);

    private static final long serialVersionUID = 1L;

    public AnswerQuestions(EngineSource engines, PipelineOptions options) {
        super(engines, options);
    }

    /** Lets pages pass about which something is asked. */
    public static final class ToAsk implements FilterFunction<TiledPage> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(TiledPage page) {
            return PageTask.require(page.page().getTask()).asks();
        }
    }

    @Override
    protected int steps(TiledPage page) {
        return page.page().getQuestions().size();
    }

    @Override
    protected ReadingRequest request(TiledPage page, TileBatch tiles, int step) throws RecordFault {
        return plans().ask(page.page(), tiles, page.page().getQuestions().get(step));
    }

    @Override
    protected List<Either<DeadLetter, QaResult>> answered(TiledPage tiled, int step, Reading.Text reading) {
        Page page = tiled.page();
        Question question = page.getQuestions().get(step);
        counters().answer();
        countPage(page, step);
        QaResult answer = QaResult.newBuilder()
                .setDocumentId(page.getDocumentId())
                .setPage(page.getIndex())
                .setQuestionId(question.getId())
                .setQuestion(question.getText())
                .setAnswer(reading.text())
                .setJson(page.getAnswerSchema() == null ? null : reading.text())
                .setConfidence(reading.confidence())
                .setFinishReason(Reasons.of(reading.finish()))
                .setTokens(reading.tokens().length)
                .setPromptTokens(reading.promptTokens())
                .setMilliseconds(reading.took().toMillis())
                .setDeviceMilliseconds(reading.trace().deviceMilliseconds())
                .setModel(model())
                .setPromptVersion(plans().askVersion())
                .setRendererVersion(tiled.renderer())
                .build();
        return List.of(Either.Right(answer));
    }

    @Override
    protected List<Either<DeadLetter, QaResult>> failed(TiledPage tiled, int step, Reason reason, String detail) {
        Page page = tiled.page();
        countPage(page, step);
        String question = page.getQuestions().get(step).getId();
        return List.of(Either.Left(DeadLetters.ofQuestion(page, question, reason, detail)));
    }

    /** A page that is also read is counted where it is read. */
    private void countPage(Page page, int step) {
        if (!PageTask.require(page.getTask()).reads()
                && step == page.getQuestions().size() - 1) {
            counters().pageDone();
        }
    }
}
