package io.pagestream.jobs.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pagestream.jobs.command.CommandFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What is known of a document, from files beside it: {@code NAME.gt.txt} or {@code NAME.gt.md} its text, {@code NAME.qa.json}
 * questions with their answers, where NAME is the document's file name without its last extension.
 *
 * @param textFile its name; null where the text is not known
 * @param text as the file has it; of Markdown without the marks
 * @param printedLines whether a line of the text is a line of the print
 */
record GroundTruth(String textFile, String text, boolean printedLines, List<Asked> questions) {

    /** Of a file beside a document. */
    static final long MOST_BYTES = 1 << 20;

    static final int MOST_QUESTIONS = 200;

    private static final String TEXT = ".gt.txt";
    private static final String MARKDOWN = ".gt.md";
    private static final String QUESTIONS = ".qa.json";
    private static final List<String> ENDINGS = List.of(TEXT, MARKDOWN, QUESTIONS, ".gt.json", ".gt.xml");

    /**
     * A question.
     *
     * @param accepted at least one right answer
     */
    record Asked(String question, List<String> accepted) {}

    /** Whether a file tells of a document and is none itself. */
    static boolean isSidecar(String name) {
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * Reads what is there.
     *
     * @throws IllegalArgumentException when a file is too large, is not UTF-8 or not what its name says
     */
    static GroundTruth beside(Path document) {
        String name = document.getFileName().toString();
        String stem = name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name;
        Optional<Path> plain = found(document.resolveSibling(stem + TEXT));
        Optional<Path> text = plain.or(() -> found(document.resolveSibling(stem + MARKDOWN)));
        return new GroundTruth(
                text.map(file -> file.getFileName().toString()).orElse(null),
                text.map(file -> plain.isPresent() ? content(file) : ComparedText.plain(content(file)))
                        .orElse(""),
                plain.isPresent(),
                found(document.resolveSibling(stem + QUESTIONS))
                        .map(GroundTruth::questions)
                        .orElse(List.of()));
    }

    boolean hasText() {
        return textFile != null;
    }

    boolean isEmpty() {
        return !hasText() && questions.isEmpty();
    }

    /** The task of the pipeline that gives what can be judged. */
    String task() {
        return hasText() ? questions.isEmpty() ? "read" : "read+ask" : "ask";
    }

    private static Optional<Path> found(Path file) {
        return Optional.of(file).filter(Files::isRegularFile);
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        file + " has " + Files.size(file) + " bytes, ground truth has at most " + MOST_BYTES);
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Asked> questions(Path file) {
        try {
            JsonNode all = JsonMapper.builder().build().readTree(content(file));
            if (!all.isArray() || all.size() > MOST_QUESTIONS) {
                throw new IllegalArgumentException(
                        file + " must be a list of at most " + MOST_QUESTIONS + " objects with question and answer");
            }
            List<Asked> questions = new ArrayList<>();
            for (JsonNode each : all) {
                questions.add(asked(file, each));
            }
            return questions;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** {@code answer} is a text, or a list of texts each of which is right. */
    private static Asked asked(Path file, JsonNode each) {
        JsonNode answer = each.path("answer");
        Stream<JsonNode> texts =
                answer.isArray() ? StreamSupport.stream(answer.spliterator(), false) : Stream.of(answer);
        List<String> accepted =
                texts.filter(JsonNode::isTextual).map(JsonNode::textValue).toList();
        if (!each.path("question").isTextual() || accepted.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " must have a question and an answer, both texts, in each object, got " + each);
        }
        return new Asked(each.get("question").textValue(), accepted);
    }
}
