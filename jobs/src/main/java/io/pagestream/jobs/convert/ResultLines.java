package io.pagestream.jobs.convert;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Lines of results in UTF-8, one after the other; a line that is longer than any result is not taken into memory. One thread.
 */
final class ResultLines implements Closeable {

    /** Bytes; as many as the viewer takes. */
    static final int LONGEST = 64 << 20;

    private final InputStream in;
    private final int longest;

    /** @param in buffered; closed with this */
    ResultLines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /**
     * The next line without its line break; null at the end.
     *
     * @throws IllegalArgumentException when it is too long or no UTF-8; the line after it is the next one
     */
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        long length = 0;
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (++length <= longest) {
                line.write(c);
            }
        }
        if (length > longest) {
            throw new IllegalArgumentException("expected a result of at most " + longest + " bytes, found a line of "
                    + length + "; it was passed over");
        }
        String text = text(line.toByteArray());
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static String text(byte[] line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "expected JSON Lines as read --out writes them, found bytes that are no UTF-8", e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
