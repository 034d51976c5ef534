package io.pagestream.models.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a model wants a dialogue to be written: one row of {@code templates.json}, after the reference's conversation.py
 * and chat template.
 */
public final class PromptTemplate {

    /** A zero-width space inside a marker leaves it readable and makes it ordinary text. */
    private static final char ZERO_WIDTH = '\u200B';

    private static final Map<String, PromptTemplate> ALL = read();

    private final JsonNode row;
    private final Pattern structural;

    private PromptTemplate(JsonNode row) {
        this.row = row;
        List<String> tokens = new ArrayList<>();
        row.path("structural").forEach(token -> tokens.add(Pattern.quote(token.asText())));
        this.structural = Pattern.compile(String.join("|", tokens));
    }

    private static Map<String, PromptTemplate> read() {
        try (InputStream in = PromptTemplate.class.getResourceAsStream("templates.json")) {
            Map<String, PromptTemplate> all = new LinkedHashMap<>();
            for (JsonNode row : new ObjectMapper().readTree(in)) {
                all.put(row.path("name").asText(), new PromptTemplate(row));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("the templates are not in the jar", e);
        }
    }

    /** @throws IllegalArgumentException when there is none of this name */
    public static PromptTemplate named(String name) {
        PromptTemplate template = ALL.get(name);
        if (template == null) {
            throw new IllegalArgumentException("the template '" + name
                    + "' is not known; take a model whose config.json names one of " + String.join(", ", ALL.keySet()));
        }
        return template;
    }

    /** The token after which an answer has ended. */
    public String stop() {
        return field("stop");
    }

    /** The token whose vectors come from the vision encoder. */
    public String imageToken() {
        return field("imageToken");
    }

    /** What stands in the text for an image of {@code tokens} vectors. */
    String image(int tokens) {
        return field("imageOpen") + imageToken().repeat(tokens) + field("imageClose");
    }

    /**
     * The text of a dialogue, up to where the answer begins.
     *
     * @param turns at most one system turn, which stands first and replaces the default; the last turn is the user's
     * @param image gives the text for each image
     * @throws IllegalArgumentException when the turns have another order
     */
    public String text(List<Turn> turns, IntFunction<String> image) {
        requireOrder(turns);
        StringBuilder text = new StringBuilder();
        if (turns.get(0).role() != Turn.Role.SYSTEM && row.hasNonNull("defaultSystem")) {
            text.append(field("systemOpen")).append(field("defaultSystem")).append(field("close"));
        }
        int images = 0;
        for (Turn turn : turns) {
            String content = content(turn, images, image);
            images += turn.images();
            text.append(opening(turn.role())).append(content);
            boolean open = turn.role() == Turn.Role.ASSISTANT
                    && content.isEmpty()
                    && row.path("emptyAnswerIsOpen").asBoolean();
            text.append(open ? "" : field("close"));
        }
        return text.append(field("assistantOpen")).toString();
    }

    private static void requireOrder(List<Turn> turns) {
        if (turns.isEmpty() || turns.get(turns.size() - 1).role() != Turn.Role.USER) {
            throw new IllegalArgumentException("a dialogue must end with a user's turn, got roles "
                    + turns.stream().map(turn -> turn.role().toString()).collect(Collectors.joining(", ", "[", "]")));
        }
        for (int i = 1; i < turns.size(); i++) {
            if (turns.get(i).role() == Turn.Role.SYSTEM) {
                throw new IllegalArgumentException("a system turn must stand first, but one is turn " + (i + 1));
            }
        }
    }

    private String content(Turn turn, int firstImage, IntFunction<String> image) {
        StringBuilder content = new StringBuilder();
        StringBuilder words = new StringBuilder();
        int next = firstImage;
        for (Turn.Part part : turn.parts()) {
            if (part instanceof Turn.Text text) {
                words.append(text.text());
            } else {
                content.append(harmless(words)).append(image.apply(next++));
                words.setLength(0);
            }
        }
        return content.append(harmless(words)).toString();
    }

    /** Neighbouring texts are judged together: half a marker in each would join to a whole one. */
    private String harmless(CharSequence words) {
        return structural
                .matcher(words)
                .replaceAll(found -> "<" + ZERO_WIDTH
                        + java.util.regex.Matcher.quoteReplacement(found.group().substring(1)));
    }

    private String opening(Turn.Role role) {
        return switch (role) {
            case SYSTEM -> field("systemOpen");
            case USER -> field("userOpen");
            case ASSISTANT -> field("assistantOpen");
        };
    }

    private String field(String name) {
        return row.path(name).asText();
    }
}
