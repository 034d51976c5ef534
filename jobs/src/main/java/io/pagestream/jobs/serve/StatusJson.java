package io.pagestream.jobs.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;

/** What a client is told of a document. */
final class StatusJson {

    /** Dead letters that stand in a status. */
    private static final int SHOWN = 20;

    private StatusJson() {}

    /** A row of the list. */
    static ObjectNode row(Kept document) {
        Accepted accepted = document.accepted();
        End now = document.now();
        ObjectNode out = Kept.JSON.createObjectNode();
        out.put("id", document.id());
        out.put("state", now.state().name());
        out.put("name", accepted.name());
        out.put("task", accepted.wishes().task());
        out.put("lane", accepted.wishes().lane().name().toLowerCase(Locale.ROOT));
        out.put("size", accepted.size());
        out.put("sha256", accepted.sha256());
        out.put("submitted", Instant.ofEpochMilli(accepted.time()).toString());
        if (now.state().isEnd()) {
            out.put("ended", Instant.ofEpochMilli(now.time()).toString());
        }
        ObjectNode pages = out.putObject("pages");
        if (now.total() >= 0) {
            pages.put("total", now.total());
        }
        pages.put("done", now.done()).put("failed", now.failed());
        out.put("answers", now.answers());
        out.put("deadLetters", now.letters());
        out.put("revision", document.revision());
        ObjectNode links = out.putObject("links");
        String self = Door.address(document.id());
        links.put("self", self).put("events", self + "/events");
        if (now.state().isEnd() && now.result()) {
            links.put("result", self + "/result");
        }
        if (now.answers() > 0) {
            links.put("answers", self + "/answers");
        }
        if (now.letters() > 0) {
            links.put("deadLetters", self + "/dead-letters");
        }
        return out;
    }

    /** The row, with the first dead letters. */
    static ObjectNode status(Kept document) throws IOException {
        ObjectNode out = row(document);
        ArrayNode reasons = out.putArray("reasons");
        try (Stream<String> lines = document.letters(SHOWN)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode letter = Kept.JSON.readTree(line);
                ObjectNode reason = reasons.addObject();
                for (String field : new String[] {"reason", "stage", "page", "questionId", "detail"}) {
                    if (letter.has(field)) {
                        reason.set(field, letter.get(field));
                    }
                }
            }
        }
        return out;
    }
}
