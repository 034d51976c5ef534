package io.pagestream.engine.trust.confidence;

/**
 * A part of a text, in characters of Java strings.
 *
 * @param begin its first
 * @param end behind its last
 */
public record Span(int begin, int end) {

    public Span {
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("a span needs 0 <= begin <= end, got " + begin + " to " + end);
        }
    }

    public int length() {
        return end - begin;
    }
}
