package io.pagestream.formats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import java.util.List;
import java.util.Objects;

/**
 * One record as one line of JSON, without the line break; and back.
 *
 * <p>The names are those of the Avro schemas, in the order of the schemas, after a first field {@code type} that is
 * {@code document}, {@code answer} or {@code deadLetter}. Left out is what has no value: null, an empty list, a number
 * that is not finite, and of the fields that are not always there the default of the schema. A page leaves out what its
 * document says already. Times are milliseconds, boxes are pixels of the upright page, {@code index} 0 is the first page.
 * {@code json} of an answer is the JSON itself, or a string where it cannot be parsed. Bytes are base64; of {@code
 * original} in a dead letter the first {@value #ORIGINAL_LIMIT} are written, and {@code originalSize} says how many there
 * were. A JSON Schema of all three kinds is the resource {@value #SCHEMA}.
 *
 * <p>Control characters and every character that some program takes for a line break (U+0085, U+2028, U+2029) are
 * escaped; half a surrogate pair becomes U+FFFD.
 */
public final class JsonLines {

    /** Bytes of a dead letter's original that are written. */
    public static final int ORIGINAL_LIMIT = 16 * 1024;

    /** Where the JSON Schema lies in this jar, beside this class. */
    public static final String SCHEMA = "result.schema.json";

    /** What a page leaves out, because its document says it. */
    private static final List<String> SAID_BY_DOCUMENT = List.of(
            "documentId", "count", "source", "model", "promptVersion", "rendererVersion", "tenant", "codeVersion");

    private static final JsonMapper ANSWERS = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonLines() {}

    /** A document with its pages in order. */
    public static String of(OcrResult result) {
        return JsonText.line(tree(result));
    }

    /** The answer to one question about one page. */
    public static String of(QaResult answer) {
        ObjectNode line = typed("answer", RecordTree.of(answer));
        if (answer.getJson() != null) {
            line.set("json", parsed(answer.getJson()));
        }
        return JsonText.line(line);
    }

    /** What could not be processed, and why. */
    public static String of(DeadLetter letter) {
        ObjectNode line = typed("deadLetter", RecordTree.of(letter));
        if (letter.getOriginal() != null) {
            byte[] head = new byte[Math.min(ORIGINAL_LIMIT, letter.getOriginal().remaining())];
            letter.getOriginal().duplicate().get(head);
            line.put("original", head);
            line.put("originalSize", letter.getOriginal().remaining());
        }
        return JsonText.line(line);
    }

    /**
     * The record that a line was written from: a document, an answer or a dead letter. Names that are not known are passed
     * over: a later version may have written them.
     *
     * @return {@link OcrResult}, {@link QaResult} or {@link DeadLetter}
     * @throws IllegalArgumentException when it is no such line; the message says what was expected and what was found
     */
    public static Object parse(String line) {
        if (!(tree(line) instanceof ObjectNode fields)) {
            throw new IllegalArgumentException("expected a JSON object, found " + JsonText.excerpt(line));
        }
        String type = fields.path("type").asText();
        return switch (type) {
            case "document" -> document(fields);
            case "answer" -> answer(fields);
            case "deadLetter" -> RecordTree.read(fields, new DeadLetter());
            default ->
                throw new IllegalArgumentException(
                        "expected the type document, answer or deadLetter, found '" + type + "'");
        };
    }

    static ObjectNode tree(OcrResult result) {
        ObjectNode line = typed("document", RecordTree.of(result));
        for (int i = 0; i < result.getPages().size(); i++) {
            leaveOutWhatIsSaid(
                    (ObjectNode) line.get("pages").get(i), result.getPages().get(i), result);
        }
        return line;
    }

    private static void leaveOutWhatIsSaid(ObjectNode node, PageText page, OcrResult document) {
        for (String name : SAID_BY_DOCUMENT) {
            Object said = name.equals("count") ? document.getPageCount() : document.get(name);
            if (Objects.equals(page.get(name), said)) {
                node.remove(name);
            } else if (!node.has(name)) {
                // Another value than the document's, though it is the default.
                node.put(name, page.get(name).toString());
            }
        }
    }

    private static OcrResult document(ObjectNode fields) {
        OcrResult result = RecordTree.read(fields, new OcrResult());
        for (int i = 0; i < result.getPages().size(); i++) {
            JsonNode node = fields.get("pages").get(i);
            for (String name : SAID_BY_DOCUMENT) {
                if (!node.has(name)) {
                    Object said = name.equals("count") ? result.getPageCount() : result.get(name);
                    result.getPages().get(i).put(name, said);
                }
            }
        }
        return result;
    }

    private static QaResult answer(ObjectNode fields) {
        JsonNode json = fields.remove("json");
        QaResult answer = RecordTree.read(fields, new QaResult());
        if (json != null) {
            // A string is what could not be parsed, as it stands in the answer too; or it is JSON that is a string.
            boolean unparsed = json.isTextual() && json.textValue().equals(answer.getAnswer());
            answer.setJson(unparsed ? json.textValue() : json.toString());
        }
        return answer;
    }

    private static ObjectNode typed(String type, ObjectNode fields) {
        ObjectNode line = JsonText.object();
        line.put("type", type);
        line.setAll(fields);
        return line;
    }

    private static JsonNode parsed(String json) {
        try {
            JsonNode tree = ANSWERS.readTree(json);
            return tree.isMissingNode() ? JsonText.text(json) : tree;
        } catch (JsonProcessingException e) {
            return JsonText.text(json);
        }
    }

    private static JsonNode tree(String line) {
        try {
            return ANSWERS.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "expected JSON, found " + JsonText.excerpt(line) + ": " + e.getOriginalMessage(), e);
        }
    }
}
