package io.pagestream.jobs.web;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Locale;

/** An answer that says what was wrong, by RFC 9457; {@code reason} is for programs. */
public final class Problem {

    private static final String TYPE = "application/problem+json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Problem() {}

    /**
     * Answers with it.
     *
     * @param reason a code such as {@code TOO_LARGE}
     * @param detail one sentence for a person: what was expected, what was found, what to do
     */
    public static void send(Context ctx, int status, String reason, String detail) {
        ObjectNode body = JSON.createObjectNode();
        body.put("type", "urn:pagestream:problem:" + reason);
        body.put("title", reason.toLowerCase(Locale.ROOT).replace('_', ' '));
        body.put("status", status);
        body.put("reason", reason);
        body.put("detail", String.valueOf(detail));
        ctx.status(status).contentType(TYPE).result(body.toString());
    }
}
