package io.pagestream.operators.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pagestream.operators.Samples;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {

    private final RequestRules rules = new RequestRules(2);

    @Test
    void aPlainRequestAndOneWithQuestionsPass() {
        DocumentRequest asking = Samples.request("exact_56.png");
        asking.setTask("read+ask");
        asking.setQuestions(List.of(new Question("1", "What?"), new Question("2", "Who?")));

        assertThatCode(() -> rules.check(Samples.request("exact_56.png"))).doesNotThrowAnyException();
        assertThatCode(() -> rules.check(asking)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "text", "layout", "caption", "web-page"})
    void pagesAreReadForOneTaskAndMayAlsoBeAskedAbout(String task) {
        DocumentRequest reading = Samples.request("exact_56.png");
        reading.setTask(task);
        DocumentRequest both = Samples.request("exact_56.png");
        both.setTask(task + "+ask");
        both.setQuestions(questions("1"));

        assertThatCode(() -> rules.check(reading)).doesNotThrowAnyException();
        assertThatCode(() -> rules.check(both)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void whatCannotBeMeantIsRefused(String says, Consumer<DocumentRequest> change) {
        DocumentRequest request = Samples.request("exact_56.png");
        change.accept(request);

        RecordFault fault = catchThrowableOfType(RecordFault.class, () -> rules.check(request));

        assertThat(fault.reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(fault).hasMessageContaining(says);
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                invalid("got none", request -> request.setSource(null)),
                invalid("got both", request -> request.setContent(ByteBuffer.allocate(1))),
                invalid("documentId must have", request -> request.setDocumentId(" ")),
                invalid("got 'translate'", request -> request.setTask("translate")),
                invalid("got 'fields+ask'", request -> request.setTask("fields+ask")),
                invalid("needs at least one question", request -> request.setTask("ask")),
                invalid("task fields needs at least one", request -> request.setTask("fields")),
                invalid("task layout takes no questions", request -> {
                    request.setTask("layout");
                    request.setQuestions(questions("1"));
                }),
                invalid("takes no questions", request -> request.setQuestions(questions("1"))),
                invalid("at most 2 questions", asking("1", "2", "3")),
                invalid("'1' is there twice", asking("1", "1")),
                invalid("a question must have", request -> {
                    request.setTask("ask");
                    request.setQuestions(List.of(new Question("1", "x".repeat(4001))));
                }),
                invalid("0 <= first <= last, got 3 and 2", request -> request.setPages(List.of(new PageRange(3, 2)))),
                invalid("0 <= first <= last, got -1", request -> request.setPages(List.of(new PageRange(-1, 2)))),
                invalid("answerSchema is for the answers to questions", request -> request.setAnswerSchema("{}")),
                invalid("answerSchema may have 65536 characters, got 65537", request -> {
                    request.setTask("ask");
                    request.setQuestions(questions("1"));
                    request.setAnswerSchema(" ".repeat(65537));
                }));
    }

    private static Consumer<DocumentRequest> asking(String... ids) {
        return request -> {
            request.setTask("ask");
            request.setQuestions(questions(ids));
        };
    }

    private static List<Question> questions(String... ids) {
        return Stream.of(ids).map(id -> new Question(id, "What?")).toList();
    }

    private static Arguments invalid(String says, Consumer<DocumentRequest> change) {
        return Arguments.of(says, change);
    }
}
