package io.pagestream.jobs.web;

import io.javalin.http.Context;
import java.util.Map;

/** What every answer tells a browser: results and documents are taken for hostile. */
public final class SafeHeaders {

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private SafeHeaders() {}

    /** @param contentPolicy the Content-Security-Policy */
    public static void on(Context ctx, String contentPolicy) {
        ALWAYS.forEach(ctx::header);
        ctx.header("Content-Security-Policy", contentPolicy);
    }
}
