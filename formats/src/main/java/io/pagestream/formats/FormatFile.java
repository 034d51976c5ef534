package io.pagestream.formats;

import java.nio.charset.StandardCharsets;

/**
 * A file that a format makes of a document.
 *
 * @param ending what its name ends with, behind the name of the document and a dot
 * @param content its bytes; nobody changes them
 */
public record FormatFile(String ending, byte[] content) {

    static FormatFile text(String ending, String text) {
        return new FormatFile(ending, text.getBytes(StandardCharsets.UTF_8));
    }
}
