package io.pagestream.operators.sql;

import io.pagestream.operators.claim.Sha256;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;

/** Makes a request of each row: what a column says, and where it is absent or NULL, what the model's options say. */
final class RowRequests implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String NAMELESS = "(no document)";

    private final List<InputColumn> columns;
    private final ModelOptions options;

    /**
     * @param columns as the model declares them
     * @throws ValidationException when no row of these columns could be read
     */
    RowRequests(List<InputColumn> columns, ModelOptions options) {
        this.columns = columns;
        this.options = options;
        checkDocument();
        if (!columns.contains(InputColumn.TASK)) {
            checkQuestions(PageTask.require(options.task()));
        }
    }

    private void checkDocument() {
        boolean content = columns.contains(InputColumn.CONTENT);
        require(
                content || columns.contains(InputColumn.URI),
                "INPUT must have a column uri STRING or content BYTES, got " + columns);
        require(
                !content || !options.pipeline().access().claimStore().isEmpty(),
                "INPUT has the column content, whose documents need a place to lie while they are read; set '"
                        + PipelineKeys.CLAIM_STORE.key().substring(ModelOptions.PREFIX.length()) + "' to a folder");
    }

    private void checkQuestions(PageTask task) {
        boolean column = columns.contains(InputColumn.QUESTION);
        boolean option = !options.questions().isEmpty();
        require(
                !takesQuestions(task) || column || option,
                "the task " + options.task() + " needs the option 'question' or a column question");
        require(
                takesQuestions(task) || !column && !option,
                "the task " + options.task() + " takes no question; take the task " + PageTask.ASK);
        require(
                task.asks() || options.answerSchema() == null && !columns.contains(InputColumn.ANSWER_SCHEMA),
                "the task " + options.task() + " takes no schema of answers; take the task " + PageTask.ASK);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new ValidationException(message);
        }
    }

    private static boolean takesQuestions(PageTask task) {
        return task.asks() || task.namesValues();
    }

    /** @throws RecordFault when the row asks for what cannot be one row for each page; the rest is checked later */
    DocumentRequest of(RowData row) throws RecordFault {
        String uri = text(row, InputColumn.URI);
        byte[] content = has(row, InputColumn.CONTENT) ? row.getBinary(columns.indexOf(InputColumn.CONTENT)) : null;
        String task = Objects.requireNonNullElse(text(row, InputColumn.TASK), options.task());
        Optional<PageTask> known = PageTask.of(task);
        if (known.filter(each -> each.reads() && each.asks()).isPresent()) {
            throw new RecordFault(
                    Reason.INVALID_REQUEST, "a row is a page or an answer, and the task " + task + " gives both");
        }
        return DocumentRequest.newBuilder()
                .setDocumentId(documentId(row, uri, content))
                .setSource(uri == null ? null : new ClaimCheck(uri, -1L, ""))
                .setContent(content == null ? null : ByteBuffer.wrap(content))
                .setPages(pages(row))
                .setPassword(text(row, InputColumn.PASSWORD))
                .setTask(task)
                .setQuestions(questions(row, known))
                .setAnswerSchema(schema(row, known))
                .setTenant(Objects.requireNonNullElse(text(row, InputColumn.TENANT), ""))
                .build();
    }

    private String documentId(RowData row, String uri, byte[] content) {
        String said = text(row, InputColumn.DOCUMENT_ID);
        if (said != null || uri != null) {
            return said != null ? said : uri;
        }
        return content == null ? NAMELESS : Sha256.of(content);
    }

    private List<PageRange> pages(RowData row) {
        if (!has(row, InputColumn.PAGE)) {
            return List.of();
        }
        int page = row.getInt(columns.indexOf(InputColumn.PAGE));
        return List.of(new PageRange(page, page));
    }

    private List<Question> questions(RowData row, Optional<PageTask> task) {
        String said = text(row, InputColumn.QUESTION);
        boolean wanted = task.filter(RowRequests::takesQuestions).isPresent();
        List<String> texts = said != null ? List.of(said) : wanted ? options.questions() : List.of();
        List<Question> questions = new ArrayList<>();
        for (String text : texts) {
            questions.add(new Question("q" + questions.size(), text));
        }
        return questions;
    }

    private String schema(RowData row, Optional<PageTask> task) {
        String said = text(row, InputColumn.ANSWER_SCHEMA);
        return said != null || task.filter(PageTask::asks).isEmpty() ? said : options.answerSchema();
    }

    private boolean has(RowData row, InputColumn column) {
        int at = columns.indexOf(column);
        return at >= 0 && !row.isNullAt(at);
    }

    private String text(RowData row, InputColumn column) {
        return has(row, column) ? row.getString(columns.indexOf(column)).toString() : null;
    }
}
