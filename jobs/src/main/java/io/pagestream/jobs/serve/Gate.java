package io.pagestream.jobs.serve;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;

/**
 * Who may come in. With a token: whoever has it. Without one the server answers on this machine only, and to programs only: a
 * web page that is open in a browser here could otherwise submit documents, or read them by a name of its own for this host.
 */
final class Gate {

    static final int SHORTEST = 16;

    private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String SCHEME = "bearer ";

    private final byte[] expected;

    /** @param token empty: none */
    Gate(String token) {
        if (!token.isEmpty() && (token.length() < SHORTEST || !token.matches("[\\x21-\\x7e]+"))) {
            throw new IllegalArgumentException("a token must have at least " + SHORTEST
                    + " characters, and no spaces or other characters than ASCII; make one with: openssl rand -hex 32");
        }
        this.expected = token.isEmpty() ? null : hash(token);
    }

    /** @throws Refused when the client is not let in */
    void check(Context ctx) throws Refused {
        if (expected == null) {
            checkLocal(ctx);
            return;
        }
        String given = ctx.header("Authorization");
        boolean bearer = given != null
                && given.length() > SCHEME.length()
                && given.substring(0, SCHEME.length()).toLowerCase(Locale.ROOT).equals(SCHEME);
        // Of hashes, so that not even the length shows in the time.
        if (!bearer
                || !MessageDigest.isEqual(hash(given.substring(SCHEME.length()).strip()), expected)) {
            ctx.header("WWW-Authenticate", "Bearer realm=\"pagestream\"");
            throw new Refused(401, "UNAUTHORIZED", "send the server's token in the header Authorization: Bearer TOKEN");
        }
    }

    private static void checkLocal(Context ctx) throws Refused {
        String host = ctx.host() == null ? "" : ctx.host().replaceFirst(":\\d+$", "");
        if (!LOCAL.contains(host)) {
            throw new Refused(
                    403, "FORBIDDEN", "without a token the server answers under 127.0.0.1 and localhost only");
        }
        if (ctx.header("Origin") != null || "cross-site".equals(ctx.header("Sec-Fetch-Site"))) {
            throw new Refused(
                    403,
                    "FORBIDDEN",
                    "web pages may not use this server; start it with a token and call it from a program");
        }
    }

    private static byte[] hash(String token) {
        return Draft.sha256Digest().digest(token.getBytes(StandardCharsets.UTF_8));
    }
}
