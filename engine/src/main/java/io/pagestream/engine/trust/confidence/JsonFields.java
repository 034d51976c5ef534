package io.pagestream.engine.trust.confidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds where the values of an answer in JSON stand in its text. */
public final class JsonFields {

    private static final int MOST = 10_000;
    private static final JsonFactory JSON = new JsonFactory();

    private JsonFields() {}

    /**
     * The span of every value that is no object and no array, by its JSON pointer (RFC 6901), in the order of the text;
     * strings without their quotes. Text before the first brace or bracket is passed over, so a fence of Markdown does
     * not matter. Of an answer that breaks off, the values that are complete; of more than 10,000 values, the first ones.
     */
    public static Map<String, Span> spans(String text) {
        Map<String, Span> spans = new LinkedHashMap<>();
        int from = begin(text);
        try (JsonParser parser = JSON.createParser(new StringReader(text.substring(from)))) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    break;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isScalarValue()) {
                    spans.put(parser.getParsingContext().pathAsPointer().toString(), span(parser, token, from));
                }
            } while (depth > 0 && spans.size() < MOST);
        } catch (JsonProcessingException e) {
            return spans; // what came before is good
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the text is in memory
        }
        return spans;
    }

    private static int begin(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '{' || text.charAt(i) == '[') {
                return i;
            }
        }
        return text.length();
    }

    private static Span span(JsonParser parser, JsonToken token, int from) throws IOException {
        int begin = from + (int) parser.currentTokenLocation().getCharOffset();
        if (token != JsonToken.VALUE_STRING) {
            return new Span(begin, begin + parser.getTextLength());
        }
        parser.finishToken(); // strings are read when they are wanted
        int end = from + (int) parser.currentLocation().getCharOffset();
        return new Span(begin + 1, end - 1);
    }
}
