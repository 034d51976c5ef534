package io.pagestream.models.prompt;

import java.util.ArrayList;
import java.util.List;

/**
 * One turn of a dialogue. Images are the request's images in order.
 *
 * @param role who speaks
 * @param parts text and images in reading order
 */
public record Turn(Role role, List<Part> parts) {

    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    public sealed interface Part permits Text, Image, LeadingImage {}

    /** Words of a person or a document: markers of the template inside them are made harmless. */
    public record Text(String text) implements Part {}

    /** The next image of the request stands exactly here. */
    public record Image() implements Part {}

    /**
     * The next image of the request stands where the model was trained to find it: InternVL puts a line break behind it,
     * XComposer2 nothing, and XComposer-2.5 puts the only image of a dialogue before everything else.
     */
    public record LeadingImage() implements Part {}

    public Turn {
        parts = List.copyOf(parts);
    }

    public static Turn system(String text) {
        return new Turn(Role.SYSTEM, List.of(new Text(text)));
    }

    public static Turn user(String text) {
        return new Turn(Role.USER, List.of(new Text(text)));
    }

    /** What the model said; as the last turn, the words with which its answer must begin. */
    public static Turn assistant(String text) {
        return new Turn(Role.ASSISTANT, List.of(new Text(text)));
    }

    /** One image, then the question: in the form that the model was trained on. */
    public static Turn userWithImage(String question) {
        return new Turn(Role.USER, List.of(new LeadingImage(), new Text(question)));
    }

    /** A user's turn from text in which {@code marker} stands for an image, as reference code writes it. */
    public static Turn userWithMarkers(String text, String marker) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, from)) {
            if (at > from) {
                parts.add(new Text(text.substring(from, at)));
            }
            parts.add(new Image());
            from = at + marker.length();
        }
        if (from < text.length()) {
            parts.add(new Text(text.substring(from)));
        }
        return new Turn(Role.USER, parts);
    }

    /** How many images stand in this turn. */
    public int images() {
        return (int) parts.stream().filter(part -> !(part instanceof Text)).count();
    }
}
