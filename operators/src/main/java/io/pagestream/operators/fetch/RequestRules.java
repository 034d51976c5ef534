package io.pagestream.operators.fetch;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a request has to look like before anything is read for it. */
public final class RequestRules implements Serializable {

    static final int MAX_ID = 1024;
    private static final int MAX_SCHEMA = 1 << 16;
    static final int MAX_RANGES = 1000;
    static final int MAX_QUESTION = 4000;

    /** What the engine takes, see {@code Terms}. */
    static final int MAX_TENANT = 256;

    private static final long serialVersionUID = 1L;

    private final int maxQuestions;

    public RequestRules(int maxQuestions) {
        this.maxQuestions = maxQuestions;
    }

    /** @throws RecordFault with {@code INVALID_REQUEST} and what is wrong */
    public void check(DocumentRequest request) throws RecordFault {
        String id = request.getDocumentId();
        require(
                !id.isBlank() && id.length() <= MAX_ID,
                "documentId must have 1 to " + MAX_ID + " characters, got " + id.length());
        require(
                request.getTenant().length() <= MAX_TENANT,
                "tenant may have " + MAX_TENANT + " characters, got "
                        + request.getTenant().length());
        boolean source = request.getSource() != null;
        boolean content = request.getContent() != null;
        require(source != content, "exactly one of source and content must be set, got " + (source ? "both" : "none"));
        Optional<PageTask> task = PageTask.of(request.getTask());
        require(task.isPresent(), PageTask.names() + "; got '" + request.getTask() + "'");
        checkSchema(request, task.get());
        checkQuestions(request.getTask(), task.get(), request.getQuestions());
        checkRanges(request.getPages());
    }

    /** What the schema says is looked at by the engine, which answers each question with what it cannot read. */
    private static void checkSchema(DocumentRequest request, PageTask task) throws RecordFault {
        String schema = request.getAnswerSchema();
        require(
                schema == null || task.asks(),
                "answerSchema is for the answers to questions, and the task " + request.getTask()
                        + " asks none; use the task ask");
        require(
                schema == null || schema.length() <= MAX_SCHEMA,
                "answerSchema may have " + MAX_SCHEMA + " characters, got " + (schema == null ? 0 : schema.length()));
    }

    private void checkQuestions(String name, PageTask task, List<Question> questions) throws RecordFault {
        boolean asks = task.asks() || task.namesValues();
        require(
                asks || questions.isEmpty(),
                "the task " + name + " takes no questions, got " + questions.size() + "; use ask or " + name + "+ask");
        require(!asks || !questions.isEmpty(), "the task " + name + " needs at least one question");
        require(
                questions.size() <= maxQuestions,
                "at most " + maxQuestions + " questions, got " + questions.size()
                        + "; raise pagestream.ask.max-questions");
        Set<String> ids = new HashSet<>();
        for (Question question : questions) {
            int length = question.getText().length();
            require(
                    !question.getText().isBlank() && length <= MAX_QUESTION,
                    "a question must have 1 to " + MAX_QUESTION + " characters, got " + length);
            String id = question.getId();
            require(
                    !id.isBlank() && id.length() <= MAX_ID,
                    "a question's id must have 1 to " + MAX_ID + " characters, got " + id.length());
            require(ids.add(id), "the ids of the questions must differ, '" + id + "' is there twice");
        }
    }

    private static void checkRanges(List<PageRange> ranges) throws RecordFault {
        require(ranges.size() <= MAX_RANGES, "at most " + MAX_RANGES + " page ranges, got " + ranges.size());
        for (PageRange range : ranges) {
            require(
                    range.getFirst() >= 0 && range.getLast() >= range.getFirst(),
                    "a page range needs 0 <= first <= last, got " + range.getFirst() + " and " + range.getLast());
        }
    }

    private static void require(boolean holds, String detail) throws RecordFault {
        if (!holds) {
            throw new RecordFault(Reason.INVALID_REQUEST, detail);
        }
    }
}
