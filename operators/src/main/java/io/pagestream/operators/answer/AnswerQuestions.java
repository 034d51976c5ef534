package io.pagestream.operators.answer;

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
import io.pagestream.operators.reading.PageAnswer;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.operators.reading.RatedText;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.CodeVersion;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.util.List;
import java.util.Optional;
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
    protected Task task(TiledPage page) {
        return Task.QUESTION;
    }

    @Override
    protected ReadingRequest request(TiledPage page, TileBatch tiles, int step) throws RecordFault {
        return plans().ask(page.page(), tiles, page.page().getQuestions().get(step));
    }

    @Override
    protected Optional<ReadingRequest> further(TiledPage page, TileBatch tiles, int step, PageAnswer answer) {
        Optional<String> phrase = phrase(page.page(), text(page.page(), answer));
        return phrase.flatMap(words -> plans().locate(page.page(), tiles, words));
    }

    @Override
    protected List<Either<DeadLetter, QaResult>> answered(
            TiledPage tiled, int step, PageAnswer answer, Optional<Reading.Text> located) {
        Page page = tiled.page();
        Question question = page.getQuestions().get(step);
        RatedText text = text(page, answer);
        boolean json = page.getAnswerSchema() != null;
        QaResult result = QaResult.newBuilder()
                .setDocumentId(page.getDocumentId())
                .setPage(page.getIndex())
                .setQuestionId(question.getId())
                .setQuestion(question.getText())
                .setAnswer(text.text())
                .setJson(json ? text.text() : null)
                .setConfidence(answer.confidence())
                .setEvidence(AnswerEvidence.of(tiled, phrase(page, text), located))
                .setFinishReason(Reasons.of(answer.finish()))
                .setPromptTokens(answer.promptTokens())
                .setTokens(answer.tokens())
                .setMilliseconds(answer.took().toMillis()
                        + located.map(said -> said.took().toMillis()).orElse(0L))
                .setDeviceMilliseconds(answer.deviceMilliseconds()
                        + located.map(said -> said.trace().deviceMilliseconds()).orElse(0.0))
                .setModel(model())
                .setPromptVersion(plans().askVersion())
                .setRendererVersion(tiled.renderer())
                .setDoubtful(text.doubtful(doubtfulBelow()))
                .setFields(json ? text.fields() : List.of())
                .setTenant(page.getTenant())
                .setCodeVersion(CodeVersion.get())
                .build();
        int bytes = AvroBytes.of(result).length;
        if (bytes > mostRecordBytes()) {
            String detail = "the answer has " + bytes + " bytes, a record may have " + mostRecordBytes()
                    + "; lower pagestream.ask.max-tokens";
            return failed(tiled, step, Reason.TOO_LARGE, detail);
        }
        counters().answer();
        countPage(page, step);
        return List.of(Either.Right(result));
    }

    private static Optional<String> phrase(Page page, RatedText text) {
        return AnswerEvidence.phrase(text.text(), page.getAnswerSchema() != null);
    }

    private static RatedText text(Page page, PageAnswer answer) {
        Reading.Text only = answer.parts().get(0).text(); // questions are not asked of halves
        return page.getAnswerSchema() == null ? RatedText.of(only) : RatedText.json(only);
    }

    @Override
    protected List<Either<DeadLetter, QaResult>> failed(TiledPage tiled, int step, Reason reason, String detail) {
        Page page = tiled.page();
        countPage(page, step);
        Page asked = PageTask.toAsk(page, page.getQuestions().get(step));
        return List.of(Either.Left(DeadLetters.ofQuestion(asked, reason, detail, model())));
    }

    /** A page that is also read is counted where it is read. */
    private void countPage(Page page, int step) {
        if (!PageTask.require(page.getTask()).reads()
                && step == page.getQuestions().size() - 1) {
            counters().pageDone(page.getTenant());
        }
    }
}
