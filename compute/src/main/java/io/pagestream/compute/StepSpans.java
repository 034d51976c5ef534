package io.pagestream.compute;

import java.util.List;

/**
 * Which rows of a step belong to which sequence. Rows of a span are consecutive tokens of one sequence: the token of
 * row {@code firstRow + i} stands at position {@code past + i}.
 *
 * @param spans in the order of their rows, without gaps
 */
public record StepSpans(List<Span> spans) {

    /**
     * @param firstRow of the step
     * @param rows tokens computed in this step, at least 1
     * @param past tokens of the sequence whose keys and values are in the cache already
     * @param blocks the sequence's blocks in order; token {@code t} lies in {@code blocks[t / blockTokens]}
     */
    public record Span(int firstRow, int rows, int past, int[] blocks) {

        /** Tokens that the last row of the span sees, itself included. */
        public int context() {
            return past + rows;
        }
    }

    public StepSpans {
        spans = List.copyOf(spans);
        int row = 0;
        for (Span span : spans) {
            if (span.firstRow != row || span.rows < 1 || span.past < 0) {
                throw new IllegalArgumentException("span at row " + span.firstRow + " with " + span.rows
                        + " rows and past " + span.past + ": expected row " + row + ", rows >= 1, past >= 0");
            }
            row += span.rows;
        }
    }

    /** Rows of the whole step. */
    public int rows() {
        return spans.isEmpty() ? 0 : spans.get(spans.size() - 1).firstRow + spans.get(spans.size() - 1).rows;
    }
}
