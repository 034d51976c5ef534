package io.pagestream.operators.reading;

import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.prompt.Turn;
import io.pagestream.operators.claim.Sha256;
import io.pagestream.operators.options.ReadingOptions;
import io.pagestream.schemas.Question;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The words that go to the model. A version names them, and stands in every result: who changes a text here, changes its
 * version.
 */
public final class PagePrompts implements Serializable {

    /** Instruction of the task {@code read}. */
    public static final String READ =
            "Read all text on this page in reading order and write it as Markdown. Write tables as Markdown tables.";

    public static final String READ_VERSION = "read-1";

    /** After the question; the form in which InternVL is evaluated on DocVQA, with one space before it. */
    public static final String ASK_SUFFIX = " Answer the question using a single word or phrase.";

    public static final String ASK_VERSION = "ask-1";

    private static final long serialVersionUID = 1L;

    private final String readText;
    private final String readVersion;
    private final int maxReadTokens;
    private final int maxAnswerTokens;

    public PagePrompts(ReadingOptions options) {
        boolean own = !options.readPrompt().isEmpty();
        readText = own ? options.readPrompt() : READ;
        readVersion = own ? "read-" + shortHash(options.readPrompt()) : READ_VERSION;
        maxReadTokens = options.maxReadTokens();
        maxAnswerTokens = options.maxAnswerTokens();
    }

    private static String shortHash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    /** Asks for the text of a page. */
    public ReadingRequest read(TileBatch tiles) {
        return request(readText, tiles, maxReadTokens);
    }

    /** Asks one question about a page. The image stands first, so that all questions share its part of the prompt. */
    public ReadingRequest ask(TileBatch tiles, Question question) {
        return request(question.getText() + ASK_SUFFIX, tiles, maxAnswerTokens);
    }

    private static ReadingRequest request(String text, TileBatch tiles, int maxTokens) {
        return new ReadingRequest(List.of(Turn.userWithImage(text)), List.of(tiles), SamplingRule.greedy(maxTokens));
    }

    public String readVersion() {
        return readVersion;
    }

    public String askVersion() {
        return ASK_VERSION;
    }
}
