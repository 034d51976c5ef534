package io.pagestream.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pagestream.schemas.Block;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Evidence;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/**
 * One record as one line of JSON, without the line break.
 *
 * <p>The names are those of the Avro schemas, in the order of the schemas, after a first field {@code type} that is
 * {@code document}, {@code answer} or {@code deadLetter}. A field without a value is left out. A page leaves out what
 * its document says already. Times are milliseconds, boxes are pixels of the upright page, {@code index} 0 is the first
 * page. {@code json} of an answer is the JSON itself, or a string where it cannot be parsed. Of {@code original} in a
 * dead letter the first {@value #ORIGINAL_LIMIT} bytes are written as base64, and {@code originalSize} says how many
 * there were.
 *
 * <p>Control characters and every character that some program takes for a line break (U+0085, U+2028, U+2029) are
 * escaped; half a surrogate pair becomes U+FFFD; numbers that are not finite are left out.
 */
public final class JsonLines {

    /** Bytes of a dead letter's original that are written. */
    public static final int ORIGINAL_LIMIT = 16 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    private static final LineEscapes ESCAPES = new LineEscapes();

    private static final JsonMapper ANSWERS = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonLines() {}

    /** A document with its pages in order. */
    public static String of(OcrResult result) {
        return write(line -> {
            line.text("type", "document");
            line.text("documentId", result.getDocumentId());
            line.text("status", result.getStatus().name());
            source(line, result.getSource());
            line.number("pageCount", result.getPageCount());
            line.each("pages", result.getPages(), page -> page(line, page, result));
            if (!result.getMissing().isEmpty()) {
                line.integers("missing", result.getMissing());
            }
            versions(line, result.getModel(), result.getPromptVersion(), result.getRendererVersion());
            line.number("milliseconds", result.getMilliseconds());
        });
    }

    /** The answer to one question about one page. */
    public static String of(QaResult answer) {
        return write(line -> {
            line.text("type", "answer");
            line.text("documentId", answer.getDocumentId());
            line.number("page", answer.getPage());
            line.text("questionId", answer.getQuestionId());
            line.text("question", answer.getQuestion());
            line.text("answer", answer.getAnswer());
            line.text("reasoning", answer.getReasoning());
            if (answer.getJson() != null) {
                line.json("json", answer.getJson());
            }
            line.fraction("confidence", answer.getConfidence());
            if (!answer.getEvidence().isEmpty()) {
                line.each("evidence", answer.getEvidence(), evidence -> evidence(line, evidence));
            }
            line.text("finishReason", answer.getFinishReason().name());
            line.number("tokens", answer.getTokens());
            line.number("milliseconds", answer.getMilliseconds());
            versions(line, answer.getModel(), answer.getPromptVersion(), answer.getRendererVersion());
        });
    }

    /** What could not be processed, and why. */
    public static String of(DeadLetter letter) {
        return write(line -> {
            line.text("type", "deadLetter");
            line.text("stage", letter.getStage().name());
            line.text("reason", letter.getReason().name());
            line.text("detail", letter.getDetail());
            line.text("documentId", letter.getDocumentId());
            if (letter.getPage() != null) {
                line.number("page", letter.getPage());
            }
            line.text("questionId", letter.getQuestionId());
            line.number("attempts", letter.getAttempts());
            if (letter.getOriginal() != null) {
                line.text("original", base64(letter.getOriginal()));
                line.number("originalSize", letter.getOriginal().remaining());
            }
            line.text("originalUri", letter.getOriginalUri());
        });
    }

    private static void page(Line line, PageText page, OcrResult document) throws IOException {
        line.number("index", page.getIndex());
        line.number("position", page.getPosition());
        line.number("width", page.getWidth());
        line.number("height", page.getHeight());
        line.number("columns", page.getColumns());
        line.number("rows", page.getRows());
        line.text("text", page.getText());
        if (!page.getBlocks().isEmpty()) {
            line.each("blocks", page.getBlocks(), block -> block(line, block));
        }
        line.fraction("confidence", page.getConfidence());
        line.text("finishReason", page.getFinishReason().name());
        line.text("failure", page.getFailure());
        line.number("promptTokens", page.getPromptTokens());
        line.number("tokens", page.getTokens());
        line.number("milliseconds", page.getMilliseconds());
        versions(
                line,
                unlessSaid(page.getModel(), document.getModel()),
                unlessSaid(page.getPromptVersion(), document.getPromptVersion()),
                unlessSaid(page.getRendererVersion(), document.getRendererVersion()));
    }

    private static void block(Line line, Block block) throws IOException {
        line.text("kind", block.getKind());
        line.text("text", block.getText());
        box(line, block.getBox());
        line.fraction("confidence", block.getConfidence());
    }

    private static void evidence(Line line, Evidence evidence) throws IOException {
        line.number("page", evidence.getPage());
        box(line, evidence.getBox());
        line.text("text", evidence.getText());
    }

    private static void source(Line line, ClaimCheck source) throws IOException {
        line.object("source", () -> {
            line.text("uri", source.getUri());
            line.number("size", source.getSize());
            line.text("sha256", source.getSha256());
        });
    }

    private static void box(Line line, Box box) throws IOException {
        if (box != null) {
            line.object("box", () -> {
                line.fraction("left", box.getLeft());
                line.fraction("top", box.getTop());
                line.fraction("right", box.getRight());
                line.fraction("bottom", box.getBottom());
            });
        }
    }

    private static void versions(Line line, String model, String prompt, String renderer) throws IOException {
        line.text("model", model);
        line.text("promptVersion", prompt);
        line.text("rendererVersion", renderer);
    }

    private static String unlessSaid(String page, String document) {
        return page.equals(document) || page.isEmpty() ? null : page;
    }

    private static String base64(ByteBuffer original) {
        ByteBuffer bytes = original.duplicate();
        byte[] head = new byte[Math.min(ORIGINAL_LIMIT, bytes.remaining())];
        bytes.get(head);
        return Base64.getEncoder().encodeToString(head);
    }

    private static String write(Content content) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setCharacterEscapes(ESCAPES);
            json.writeStartObject();
            content.to(new Line(json));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written to", e);
        }
        return SafeText.wellFormed(out.toString());
    }

    private interface Content {
        void to(Line line) throws IOException;
    }

    private interface Fields {
        void write() throws IOException;
    }

    private interface Element<T> {
        void write(T element) throws IOException;
    }

    /** The open object of a line; null values are left out, because Avro says null where there is nothing. */
    private record Line(JsonGenerator json) {

        void text(String name, String value) throws IOException {
            if (value != null) {
                json.writeStringField(name, value);
            }
        }

        void number(String name, long value) throws IOException {
            json.writeNumberField(name, value);
        }

        void fraction(String name, Double value) throws IOException {
            if (value != null && Double.isFinite(value)) {
                json.writeNumberField(name, value);
            }
        }

        void integers(String name, List<Integer> values) throws IOException {
            json.writeFieldName(name);
            json.writeArray(values.stream().mapToInt(Integer::intValue).toArray(), 0, values.size());
        }

        void json(String name, String value) throws IOException {
            JsonNode parsed;
            try {
                parsed = ANSWERS.readTree(value);
            } catch (JsonProcessingException e) {
                text(name, value);
                return;
            }
            json.writeFieldName(name);
            ANSWERS.writeTree(json, parsed);
        }

        void object(String name, Fields fields) throws IOException {
            json.writeObjectFieldStart(name);
            fields.write();
            json.writeEndObject();
        }

        <T> void each(String name, List<T> elements, Element<T> element) throws IOException {
            json.writeArrayFieldStart(name);
            for (T each : elements) {
                json.writeStartObject();
                element.write(each);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
