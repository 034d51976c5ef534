package io.pagestream.models.prompt;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * How a model wants a dialogue to be written: one row of {@code templates.json}, after the reference's conversation.py,
 * chat template and {@code chat} methods.
 */
public final class PromptTemplate {

    private static final String WORDS = "{}";
    private static final TemplateFile FILE = read();

    private final TemplateRow row;
    private final Optional<String> system;

    private PromptTemplate(TemplateRow row, Optional<String> system) {
        this.row = row;
        this.system = system;
    }

    /** Content of {@code templates.json}. */
    private record TemplateFile(Map<String, String> systemMessages, List<TemplateRow> templates) {}

    private static TemplateFile read() {
        try (InputStream in = PromptTemplate.class.getResourceAsStream("templates.json")) {
            return new ObjectMapper().readValue(in, TemplateFile.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the templates are not in the jar", e);
        }
    }

    /** @throws IllegalArgumentException when there is none of this name */
    public static PromptTemplate named(String name) {
        TemplateRow row = FILE.templates.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the template '" + name
                        + "' is not known; take a model whose config.json names one of " + String.join(", ", names())));
        return new PromptTemplate(row, Optional.ofNullable(row.defaultSystem()).map(PromptTemplate::systemMessage));
    }

    public static List<String> names() {
        return FILE.templates.stream().map(TemplateRow::name).toList();
    }

    /**
     * A published system message.
     *
     * @param name for example {@code internvl-v1-5}: the names are in {@code templates.json}
     * @throws IllegalArgumentException when there is none of this name
     */
    public static String systemMessage(String name) {
        String message = FILE.systemMessages.get(name);
        if (message == null) {
            throw new IllegalArgumentException("the system message '" + name + "' is not known; take one of "
                    + String.join(", ", new LinkedHashMap<>(FILE.systemMessages).keySet()));
        }
        return message;
    }

    /** This template with another system message for dialogues that bring none. */
    public PromptTemplate withSystem(String message) {
        return new PromptTemplate(row, Optional.of(message));
    }

    /** The token after which an answer has ended. */
    public String stop() {
        return row.stop();
    }

    /** Tokens that end an answer too, where the tokenizer knows them. */
    public List<String> alsoStops() {
        return row.alsoStops();
    }

    TemplateRow row() {
        return row;
    }

    /**
     * The text of a dialogue, up to where the answer goes on.
     *
     * @param turns as in {@link PromptWriter#write}
     * @param image gives the text for each image
     * @throws IllegalArgumentException when the turns have another order
     */
    public String text(List<Turn> turns, IntFunction<String> image) {
        return pieces(turns).stream()
                .map(piece -> piece instanceof Piece.Picture picture
                        ? image.apply(picture.image())
                        : ((Piece.Words) piece).text())
                .collect(Collectors.joining());
    }

    /** The dialogue with its template, as texts and images. */
    List<Piece> pieces(List<Turn> turns) {
        requireOrder(turns);
        boolean imageFirst = row.singleLeadingImageFirst()
                && turns.stream().mapToInt(Turn::images).sum() == 1
                && turns.stream().anyMatch(turn -> turn.parts().contains(new Turn.LeadingImage()));
        Pieces pieces = new Pieces();
        if (imageFirst) {
            pieces.picture();
        }
        if (turns.get(0).role() != Turn.Role.SYSTEM) {
            system.ifPresent(message -> pieces.template(row.system().replace(WORDS, message)));
        }
        for (int i = 0; i < turns.size(); i++) {
            write(turns.get(i), i == turns.size() - 1, imageFirst, pieces);
        }
        if (turns.get(turns.size() - 1).role() == Turn.Role.USER) {
            pieces.template(row.answer());
        }
        return pieces.all();
    }

    private static void requireOrder(List<Turn> turns) {
        int last = turns.size() - 1;
        boolean begun = last > 0 && turns.get(last).role() == Turn.Role.ASSISTANT;
        if (turns.isEmpty() || turns.get(begun ? last - 1 : last).role() != Turn.Role.USER) {
            throw new IllegalArgumentException(
                    "a dialogue must end with a user's turn, or with one and the beginning of its answer, got roles "
                            + turns.stream()
                                    .map(turn -> turn.role().toString())
                                    .collect(Collectors.joining(", ", "[", "]")));
        }
        for (int i = 1; i < turns.size(); i++) {
            if (turns.get(i).role() == Turn.Role.SYSTEM) {
                throw new IllegalArgumentException("a system turn must stand first, but one is turn " + (i + 1));
            }
        }
    }

    private void write(Turn turn, boolean last, boolean imageFirst, Pieces pieces) {
        boolean empty = turn.parts().stream()
                .allMatch(part -> part instanceof Turn.Text text && text.text().isEmpty());
        boolean answer = turn.role() == Turn.Role.ASSISTANT;
        if (answer && (last || empty && row.emptyAnswerIsOpen())) {
            pieces.template(row.answer());
            words(turn, imageFirst, pieces);
            return;
        }
        String around = row.turn(turn.role());
        int at = around.indexOf(WORDS);
        pieces.template(around.substring(0, at));
        words(turn, imageFirst, pieces);
        pieces.template(around.substring(at + WORDS.length()));
    }

    private void words(Turn turn, boolean imageFirst, Pieces pieces) {
        for (Turn.Part part : turn.parts()) {
            if (part instanceof Turn.Text text) {
                pieces.words(text.text());
            } else if (part instanceof Turn.Image) {
                pieces.picture();
            } else if (!imageFirst) {
                pieces.picture();
                pieces.template(row.afterLeadingImage());
            }
        }
        pieces.endOfTurn();
    }

    /** Puts texts side by side together; words that are not the template's are judged by the guard together. */
    private static final class Pieces {

        private final List<Piece> all = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder words = new StringBuilder();
        private int pictures;

        void words(String added) {
            words.append(added);
        }

        /** Half a marker in each of two neighbouring texts would join to a whole one. */
        void endOfTurn() {
            text.append(Guard.harmless(words));
            words.setLength(0);
        }

        void template(String added) {
            text.append(added);
        }

        void picture() {
            endOfTurn();
            flush();
            all.add(new Piece.Picture(pictures++));
        }

        private void flush() {
            if (!text.isEmpty()) {
                all.add(new Piece.Words(text.toString()));
                text.setLength(0);
            }
        }

        List<Piece> all() {
            flush();
            return List.copyOf(all);
        }
    }
}
