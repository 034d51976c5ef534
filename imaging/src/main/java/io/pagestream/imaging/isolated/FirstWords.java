package io.pagestream.imaging.isolated;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of what a child writes to its standard error; the rest is read and dropped, so that it never waits. */
final class FirstWords {

    private static final int MOST = 500;

    private final StringBuilder text = new StringBuilder();

    private FirstWords() {}

    static FirstWords of(InputStream error) {
        FirstWords words = new FirstWords();
        DecoderChild.daemon(() -> words.listen(error), "pagestream-child-words").start();
        return words;
    }

    private void listen(InputStream error) {
        byte[] some = new byte[MOST];
        try (error) {
            for (int n = error.read(some); n >= 0; n = error.read(some)) {
                add(new String(some, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // It was killed: what it has said until now is there.
        }
    }

    private synchronized void add(String more) {
        text.append(more, 0, Math.min(more.length(), MOST - text.length()));
    }

    /** On one line; empty when it was silent. */
    synchronized String text() {
        return text.toString().strip().replaceAll("\\s+", " ");
    }
}
