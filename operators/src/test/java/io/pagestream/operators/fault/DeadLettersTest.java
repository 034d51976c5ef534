package io.pagestream.operators.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.operators.Samples;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.CodeVersion;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageRange;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is needed to send again what has failed, and nothing that must not lie in a topic. */
class DeadLettersTest {

    private static final String IMAGE = "exact_56.png";

    @Test
    void aDocumentIsAskedForUnderItsOwnNameAndWithoutItsPassword() throws Exception {
        DocumentRequest request = Samples.request(IMAGE);
        request.setTenant("north");
        request.setPassword("secret");

        DeadLetter letter = DeadLetters.ofDocument(Stage.FETCH, request, fault(), 3);

        request.setPassword(null);
        assertThat(requestOf(letter)).isEqualTo(request);
        assertThat(letter.getTenant()).isEqualTo("north");
        assertThat(letter.getAttempts()).isEqualTo(3);
        assertThat(letter.getCodeVersion()).isEqualTo(CodeVersion.get());
        assertThat(letter.getTime())
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
        assertThat(new String(AvroBytes.of(letter), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
    }

    @Test
    void aPageIsAskedForAloneUnderANameThatIsAlwaysTheSame() throws Exception {
        Page page = page();

        DeadLetter letter = DeadLetters.ofPage(Stage.TILE, page, Reason.CORRUPT, "why", "a-model");

        DocumentRequest request = requestOf(letter);
        assertThat(request.getDocumentId()).isEqualTo(IMAGE + "#page4");
        assertThat(request.getPages()).containsExactly(new PageRange(4, 4));
        assertThat(request.getTask()).isEqualTo("text+ask");
        assertThat(request.getQuestions()).isEqualTo(page.getQuestions());
        assertThat(request.getSource()).isEqualTo(page.getSource());
        assertThat(request.getTenant()).isEqualTo("north");
        assertThat(letter.getModel()).isEqualTo("a-model");
        assertThat(letter.getDocumentId()).isEqualTo(IMAGE);
    }

    @Test
    void ofAPageThatCouldNotBeReadTheQuestionsAreNotAskedAgainTheyHaveLettersOfTheirOwn() throws Exception {
        DeadLetter text = DeadLetters.ofPage(Stage.RECOGNIZE, PageTask.toRead(page()), Reason.TIMED_OUT, "why", "m");
        Question second = page().getQuestions().get(1);
        DeadLetter answer = DeadLetters.ofQuestion(PageTask.toAsk(page(), second), Reason.TIMED_OUT, "why", "m");

        assertThat(requestOf(text).getTask()).isEqualTo("text");
        assertThat(requestOf(text).getQuestions()).isEmpty();
        assertThat(requestOf(answer).getTask()).isEqualTo("ask");
        assertThat(requestOf(answer).getQuestions()).containsExactly(second);
        assertThat(requestOf(answer).getDocumentId()).isEqualTo(IMAGE + "#page4#q1");
        assertThat(answer.getQuestionId()).isEqualTo("q1");
    }

    @Test
    void whatIsTooLargeForALetterIsNotInIt() {
        DocumentRequest request = DocumentRequest.newBuilder()
                .setDocumentId("large")
                .setContent(ByteBuffer.allocate(DeadLetters.MAX_ORIGINAL_BYTES + 1))
                .build();

        DeadLetter letter = DeadLetters.ofDocument(Stage.FETCH, request, fault(), 1);

        assertThat(letter.getRequest()).isNull();
        assertThat(letter.getOriginal()).isNull();
    }

    private static RecordFault fault() {
        return new RecordFault(Reason.NOT_FOUND, "why");
    }

    private static Page page() {
        Page page = Samples.page(IMAGE, "text+ask", "What?", "Who?");
        page.setIndex(4);
        page.setTenant("north");
        page.setPassword("secret");
        return page;
    }

    private static DocumentRequest requestOf(DeadLetter letter) throws Exception {
        return AvroBytes.readSingleObject(letter.getRequest().array(), DocumentRequest.class);
    }
}
