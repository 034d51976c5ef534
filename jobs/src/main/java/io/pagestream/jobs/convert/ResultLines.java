package io.pagestream.jobs.convert;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

/** Lines of results, one after the other; a line that is longer than any result is not taken into memory. One thread. */
final class ResultLines implements Closeable {

    /** Characters; as many as the viewer takes in bytes. */
    static final int LONGEST = 64 << 20;

    private final Reader reader;
    private final int longest;

    /** @param reader buffered; closed with this */
    ResultLines(Reader reader, int longest) {
        this.reader = reader;
        this.longest = longest;
    }

    /**
     * The next line without its line break; null at the end.
     *
     * @throws IllegalArgumentException when it is too long; the line after it is the next one
     */
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        long length = 0;
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (++length <= longest) {
                line.append((char) c);
            }
        }
        if (length > longest) {
            throw new IllegalArgumentException("expected a result of at most " + longest
                    + " characters, found a line of " + length + "; it was passed over");
        }
        int end = line.length();
        line.setLength(end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
