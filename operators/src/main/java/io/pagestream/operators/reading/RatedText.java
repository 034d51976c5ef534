package io.pagestream.operators.reading;

import io.pagestream.engine.request.Reading;
import io.pagestream.engine.trust.confidence.Confidence;
import io.pagestream.engine.trust.confidence.JsonFields;
import io.pagestream.engine.trust.confidence.Span;
import io.pagestream.engine.trust.confidence.TextConfidence;
import io.pagestream.schemas.DoubtfulSpan;
import io.pagestream.schemas.FieldConfidence;
import io.pagestream.schemas.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A text and how sure the model was of each part of it, as far as the part was copied from an answer. Immutable. */
public final class RatedText {

    /** Between the head of a table and its rows; the page has a rule there, or nothing. */
    private static final Pattern TABLE_RULE = Pattern.compile("[|:\\-\\s]++");

    /**
     * A part that was copied.
     *
     * @param at where it begins in the text
     * @param answer from which
     * @param span what of it
     */
    private record Copy(int at, TextConfidence answer, Span span) {

        int end() {
            return at + span.length();
        }
    }

    private final String text;
    private final List<Copy> copies;

    private RatedText(String text, List<Copy> copies) {
        this.text = text;
        this.copies = List.copyOf(copies);
    }

    /** A whole answer. */
    public static RatedText of(Reading.Text answer) {
        TextConfidence rated = rated(answer);
        return part(rated, new Span(0, rated.text().length()));
    }

    /** An answer in JSON: its values are rated, and not its braces, which the grammar wrote. */
    public static RatedText json(Reading.Text answer) {
        TextConfidence rated = rated(answer);
        List<Copy> values = JsonFields.spans(rated.text()).values().stream()
                .map(span -> new Copy(span.begin(), rated, span))
                .toList();
        return new RatedText(rated.text(), values);
    }

    /** How sure the model was of its answer. */
    public static TextConfidence rated(Reading.Text answer) {
        return TextConfidence.of(answer.pieces(), answer.logProbabilities());
    }

    /** A part of an answer. */
    public static RatedText part(TextConfidence answer, Span span) {
        return new RatedText(answer.text().substring(span.begin(), span.end()), List.of(new Copy(0, answer, span)));
    }

    /** A text of which nothing is known. */
    public static RatedText unrated(String text) {
        return new RatedText(text, List.of());
    }

    /** One after the other, those without text left out. */
    public static RatedText joined(List<RatedText> parts, String between) {
        StringBuilder text = new StringBuilder();
        List<Copy> copies = new ArrayList<>();
        for (RatedText part : parts) {
            if (part.text.isEmpty()) {
                continue;
            }
            text.append(text.isEmpty() ? "" : between);
            int at = text.length();
            part.copies.forEach(copy -> copies.add(new Copy(at + copy.at, copy.answer, copy.span)));
            text.append(part.text);
        }
        return new RatedText(text.toString(), copies);
    }

    public String text() {
        return text;
    }

    /** Geometric mean of the probabilities of the tokens, where all of the text was copied in one piece. */
    public Optional<Double> confidence() {
        return confidence(new Span(0, text.length()));
    }

    private Optional<Double> confidence(Span span) {
        return copies.stream()
                .filter(copy -> copy.at <= span.begin() && span.end() <= copy.end())
                .findFirst()
                .map(copy -> copy.answer.of(
                        new Span(copy.span.begin() + span.begin() - copy.at, copy.span.begin() + span.end() - copy.at)))
                .map(Confidence::mean);
    }

    /** The lines that are not empty, without the blanks around them. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            end = end < 0 ? text.length() : end;
            String line = text.substring(begin, end).strip();
            if (!TABLE_RULE.matcher(line).matches() && !line.isEmpty()) {
                int from = text.indexOf(line, begin);
                lines.add(Line.newBuilder()
                        .setText(line)
                        .setConfidence(
                                confidence(new Span(from, from + line.length())).orElse(null))
                        .build());
            }
            begin = end + 1;
        }
        return lines;
    }

    /** Words of which the model was not sure, in code points of the text; see {@link TextConfidence#doubtful}. */
    public List<DoubtfulSpan> doubtful(double below) {
        List<DoubtfulSpan> spans = new ArrayList<>();
        TextConfidence known = null;
        List<Confidence> doubts = List.of();
        for (Copy copy : copies) {
            if (copy.answer != known) {
                known = copy.answer;
                doubts = known.doubtful(below);
            }
            for (Confidence doubt : doubts) {
                int begin = Math.max(doubt.span().begin(), copy.span.begin());
                int end = Math.min(doubt.span().end(), copy.span.end());
                if (begin < end) {
                    double lowest = copy.answer.of(new Span(begin, end)).lowest();
                    spans.add(span(begin - copy.span.begin() + copy.at, end - begin, lowest));
                }
            }
        }
        return spans;
    }

    private DoubtfulSpan span(int begin, int length, double confidence) {
        int start = text.codePointCount(0, begin);
        return new DoubtfulSpan(start, start + text.codePointCount(begin, begin + length), confidence);
    }

    /** Of a text in JSON: how sure the model was of each value. */
    public List<FieldConfidence> fields() {
        List<FieldConfidence> fields = new ArrayList<>();
        JsonFields.spans(text)
                .forEach((pointer, span) ->
                        confidence(span).ifPresent(confidence -> fields.add(new FieldConfidence(pointer, confidence))));
        return fields;
    }
}
