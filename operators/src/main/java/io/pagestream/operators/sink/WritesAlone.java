package io.pagestream.operators.sink;

/** Marks a sink of which one subtask only may write. */
public interface WritesAlone {}
