package io.pagestream.formats;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Trees of JSON as text that stays on its line and has bytes in UTF-8. */
final class JsonText {

    private static final int EXCERPT = 60;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final LineEscapes ESCAPES = new LineEscapes();

    private static final DefaultPrettyPrinter INDENTED =
            new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private JsonText() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }

    /** One line, without the line break. */
    static String line(JsonNode tree) {
        return write(tree, false);
    }

    /** For a person: a field on each line; ends with a line break. */
    static String indented(JsonNode tree) {
        return write(tree, true) + "\n";
    }

    /** The beginning of a text that is not what it should be. */
    static String excerpt(String text) {
        String start = text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
        return "'" + SafeText.printable(start) + "'";
    }

    private static String write(JsonNode tree, boolean indented) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            if (indented) {
                json.setPrettyPrinter(INDENTED.createInstance());
            }
            json.setCharacterEscapes(ESCAPES);
            MAPPER.writeTree(json, tree);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written to", e);
        }
        return SafeText.wellFormed(out.toString());
    }
}
