package io.pagestream.engine.trust.confidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text and the probabilities of the tokens it was written with. Immutable.
 *
 * <p>Tokens are taken together until they have made whole characters: a character of several tokens is one piece, and as
 * likely as all of them in a row. Tokens without text at the end (the one that ended the answer) belong to no part, only to
 * {@link #page}.
 */
public final class TextConfidence {

    private final String text;
    private final int[] ends; // [pieces], characters
    private final int[] tokensUntil; // [pieces + 1]
    private final double[] logUntil; // [pieces + 1], natural logarithms
    private final int tokens;
    private final double log;

    private TextConfidence(String text, int[] ends, int[] tokensUntil, double[] logUntil, int tokens, double log) {
        this.text = text;
        this.ends = ends;
        this.tokensUntil = tokensUntil;
        this.logUntil = logUntil;
        this.tokens = tokens;
        this.log = log;
    }

    /**
     * @param pieces text that each token completed; empty for one that only begins a character
     * @param logProbabilities natural logarithms of the tokens' probabilities, as many as pieces
     */
    public static TextConfidence of(List<String> pieces, float[] logProbabilities) {
        if (pieces.size() != logProbabilities.length) {
            throw new IllegalArgumentException("every token needs a piece of text and a probability, got "
                    + pieces.size() + " pieces and " + logProbabilities.length + " probabilities");
        }
        StringBuilder text = new StringBuilder();
        int[] ends = new int[pieces.size()];
        int[] tokensUntil = new int[pieces.size() + 1];
        double[] logUntil = new double[pieces.size() + 1];
        int count = 0;
        double log = 0;
        for (int i = 0; i < logProbabilities.length; i++) {
            if (!(logProbabilities[i] <= 1e-3f)) {
                throw new IllegalArgumentException(
                        "the logarithm of a probability is at most 0, token " + i + " has " + logProbabilities[i]);
            }
            log += Math.min(0, Math.max(logProbabilities[i], -1000)); // a token that was forced may have had none
            text.append(pieces.get(i));
            if (!pieces.get(i).isEmpty()) {
                ends[count] = text.length();
                count++;
                tokensUntil[count] = i + 1;
                logUntil[count] = log;
            }
        }
        return new TextConfidence(
                text.toString(),
                Arrays.copyOf(ends, count),
                Arrays.copyOf(tokensUntil, count + 1),
                Arrays.copyOf(logUntil, count + 1),
                pieces.size(),
                log);
    }

    public String text() {
        return text;
    }

    /** Of the whole answer, its end included. */
    public Confidence page() {
        Confidence all = of(new Span(0, text.length()));
        return new Confidence(all.span(), tokens == 0 ? 1 : Math.exp(log / tokens), all.lowest());
    }

    /** Of all tokens that have a character in the span. */
    public Confidence of(Span span) {
        if (span.end() > text.length()) {
            throw new IllegalArgumentException(
                    "the text has " + text.length() + " characters, the span ends at " + span.end());
        }
        int from = pieceAt(span.begin());
        int to = from;
        double lowest = 0;
        while (span.length() > 0 && to < ends.length && begin(to) < span.end()) {
            lowest = Math.min(lowest, logOf(to));
            to++;
        }
        int count = tokensUntil[to] - tokensUntil[from];
        double mean = count == 0 ? 1 : Math.exp((logUntil[to] - logUntil[from]) / count);
        return new Confidence(span, mean, Math.exp(lowest));
    }

    /** Of every line that is not empty, without its end. */
    public List<Confidence> lines() {
        List<Confidence> lines = new ArrayList<>();
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            end = end < 0 ? text.length() : end;
            if (!text.substring(begin, end).isBlank()) {
                lines.add(of(new Span(begin, end)));
            }
            begin = end + 1;
        }
        return lines;
    }

    /**
     * Words with a character less likely than {@code below}; neighbours are one span. Blanks between words are not
     * doubtful: how a line is broken says nothing about what was read.
     */
    public List<Confidence> doubtful(double below) {
        List<Confidence> spans = new ArrayList<>();
        for (int piece = 0; piece < ends.length; piece++) {
            Span word = Math.exp(logOf(piece)) < below ? words(begin(piece), ends[piece]) : new Span(0, 0);
            if (word.length() == 0) {
                continue;
            }
            int last = spans.size() - 1;
            boolean joins = last >= 0
                    && text.substring(Math.min(spans.get(last).span().end(), word.begin()), word.begin())
                            .isBlank();
            int begin = joins ? Math.min(spans.get(last).span().begin(), word.begin()) : word.begin();
            int end = joins ? Math.max(spans.get(last).span().end(), word.end()) : word.end();
            if (joins) {
                spans.remove(last);
            }
            spans.add(of(new Span(begin, end)));
        }
        return spans;
    }

    /** The piece with its blanks cut off and the words it is part of put on. */
    private Span words(int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && isBlank(begin)) {
            begin++;
        }
        while (end > begin && isBlank(end - 1)) {
            end--;
        }
        if (begin == end) {
            return new Span(begin, end);
        }
        while (begin > 0 && isInWord(begin - 1) && isInWord(begin)) {
            begin--;
        }
        while (end < text.length() && isInWord(end) && isInWord(end - 1)) {
            end++;
        }
        return new Span(begin, end);
    }

    private boolean isBlank(int at) {
        return Character.isWhitespace(text.charAt(at));
    }

    /** Ideographs stand for themselves; halves of code points are kept together. */
    private boolean isInWord(int at) {
        char c = text.charAt(at);
        return Character.isSurrogate(c) || (Character.isLetterOrDigit(c) && !Character.isIdeographic(c));
    }

    private double logOf(int piece) {
        return logUntil[piece + 1] - logUntil[piece];
    }

    private int begin(int piece) {
        return piece == 0 ? 0 : ends[piece - 1];
    }

    private int pieceAt(int character) {
        int at = Arrays.binarySearch(ends, character + 1);
        return at < 0 ? -at - 1 : at;
    }
}
