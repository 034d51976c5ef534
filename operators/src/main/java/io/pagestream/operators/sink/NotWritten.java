package io.pagestream.operators.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * A file that is not there.
 *
 * @param reason a code of {@link io.pagestream.formats.UnwritableException.Reason}
 * @param detail one sentence: what was expected, what was found, what to do
 */
record NotWritten(String documentId, String format, String reason, String detail) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    String line() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("four strings are always JSON", e);
        }
    }
}
