package io.pagestream.operators.sql;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What became of a page, of one question about it, or of a document that has no pages: a row.
 *
 * @param page 0 is the first page of the document; null when the whole document failed
 * @param pages how many were asked for; null when the whole document failed
 * @param question that was asked; null when none was
 * @param record a {@code PageText} or {@code QaResult}; empty when it failed
 * @param reason why it failed; null when it did not
 * @param detail one sentence about it; null when it did not fail
 */
record PageOutcome(
        Integer page,
        Integer pages,
        String question,
        Optional<SpecificRecordBase> record,
        Reason reason,
        String detail) {

    static PageOutcome of(Page page, SpecificRecordBase record) {
        String question = record instanceof QaResult answer ? answer.getQuestion() : null;
        return new PageOutcome(page.getIndex(), page.getCount(), question, Optional.of(record), null, null);
    }

    static PageOutcome failed(Page page, DeadLetter letter) {
        String question = page.getQuestions().stream()
                .filter(asked -> asked.getId().equals(letter.getQuestionId()))
                .findFirst()
                .map(Question::getText)
                .orElse(null);
        return new PageOutcome(
                page.getIndex(), page.getCount(), question, Optional.empty(), letter.getReason(), letter.getDetail());
    }

    static PageOutcome failed(Page page, Reason reason, String detail) {
        return new PageOutcome(page.getIndex(), page.getCount(), null, Optional.empty(), reason, detail);
    }

    /** The whole document. */
    static PageOutcome failed(Reason reason, String detail) {
        return new PageOutcome(null, null, null, Optional.empty(), reason, detail);
    }

    /** The whole document. */
    static PageOutcome failed(RecordFault fault) {
        return failed(fault.reason(), fault.getMessage());
    }

    boolean isFailed() {
        return reason != null;
    }

    /** What the record says under a name of its schema. */
    Optional<Object> field(String name) {
        return record.filter(found -> found.getSchema().getField(name) != null).map(found -> found.get(name));
    }
}
