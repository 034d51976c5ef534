package io.pagestream.jobs.view;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import io.pagestream.jobs.command.PagePictures;
import io.pagestream.jobs.view.SeenDocument.Whole;
import io.pagestream.jobs.web.Problem;
import io.pagestream.jobs.web.SafeHeaders;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The pages of the viewer, on 127.0.0.1 only. Every address begins with a token made by chance at the start, and the name of the
 * host is checked: another web page in the same browser can neither guess the one nor get past the other with a name of its own.
 */
final class ViewServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int TOKEN_BYTES = 16;
    private static final int MOST_ROWS = 500;

    private static final Map<String, String> PARTS = Map.of(
            "", "text/html",
            "view.css", "text/css",
            "icon.svg", "image/svg+xml",
            "app.js", "text/javascript",
            "elements.js", "text/javascript",
            "sidebar.js", "text/javascript",
            "picture.js", "text/javascript",
            "reading.js", "text/javascript",
            "marks.js", "text/javascript");

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private final ResultFolder folder;
    private final PagePictures pictures;
    private final LiveProgress progress;
    private final String token;
    private final Javalin server;

    /** @param port 0: any that is free */
    ViewServer(ResultFolder folder, PagePictures pictures, int port) {
        this.folder = folder;
        this.pictures = pictures;
        this.progress = new LiveProgress(folder);
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
        this.server = Javalin.create(this::configure).start(HOST, port);
    }

    /** Where a browser finds it. */
    String address() {
        return "http://" + HOST + ":" + server.port() + "/" + token + "/";
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.routes.before(this::guard);
        String api = "/{token}/api/";
        config.routes.get(api + "documents", ctx -> json(ctx, ViewJson.of(folder.rows(from(ctx), MOST_ROWS))));
        config.routes.get(api + "documents/{number}", ctx -> json(ctx, ViewJson.document(document(ctx))));
        config.routes.get(
                api + "documents/{number}/pages/{page}", ctx -> json(ctx, ViewJson.page(document(ctx), page(ctx))));
        config.routes.get(api + "documents/{number}/pages/{page}/picture", this::picture);
        config.routes.get(
                api + "dead-letters", ctx -> json(ctx, ViewJson.letters(folder.letters(from(ctx), MOST_ROWS), folder)));
        config.routes.get(api + "search", ctx -> json(ctx, ViewJson.of(TextSearch.in(folder, query(ctx)))));
        config.routes.sse(api + "events", progress::add);
        config.routes.get("/{token}/", ctx -> part(ctx, ""));
        config.routes.get("/{token}/{part}", ctx -> part(ctx, ctx.pathParam("part")));
        config.routes.exception(
                RecordFault.class,
                (fault, ctx) -> Problem.send(ctx, 409, fault.reason().name(), fault.getMessage()));
        config.routes.exception(
                IllegalArgumentException.class,
                (fault, ctx) -> Problem.send(ctx, 400, Reason.INVALID_REQUEST.name(), fault.getMessage()));
    }

    private void guard(Context ctx) {
        SafeHeaders.on(ctx, POLICY);
        String host = ctx.host() == null ? "" : ctx.host();
        if (!Set.of(HOST + ":" + server.port(), "localhost:" + server.port()).contains(host)) {
            throw new ForbiddenResponse("this host is not served here");
        }
        String[] path = ctx.path().split("/", 3);
        byte[] given = (path.length > 1 ? path[1] : "").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8))) {
            throw new NotFoundResponse("open the address that the command has printed");
        }
    }

    private void part(Context ctx, String name) throws IOException {
        String type = PARTS.get(name);
        if (type == null) {
            throw new NotFoundResponse();
        }
        String resource = "/viewer/" + (name.isEmpty() ? "index.html" : name);
        try (InputStream in = ViewServer.class.getResourceAsStream(resource)) {
            ctx.contentType(type + "; charset=utf-8").result(in.readAllBytes());
        }
    }

    private void picture(Context ctx) throws RecordFault, IOException {
        Whole document = document(ctx);
        PageText page = ViewJson.pageOf(document, page(ctx))
                .orElseThrow(() -> new RecordFault(
                        Reason.NOT_FOUND, "the results hold no such page, and so do not say where its document lies"));
        byte[] jpeg = pictures.jpeg(document.result().getSource(), page);
        ctx.header("Cache-Control", "private, max-age=3600")
                .contentType("image/jpeg")
                .result(jpeg);
    }

    private Whole document(Context ctx) throws IOException {
        return folder.document(number(ctx.pathParam("number")))
                .orElseThrow(() -> new NotFoundResponse("there is no such document"));
    }

    private static int page(Context ctx) {
        return number(ctx.pathParam("page"));
    }

    private static int from(Context ctx) {
        return ctx.queryParam("from") == null ? 0 : number(ctx.queryParam("from"));
    }

    private static String query(Context ctx) {
        return ctx.queryParam("q") == null ? "" : ctx.queryParam("q");
    }

    private static int number(String text) {
        if (!text.matches("-1|\\d{1,9}")) {
            throw new IllegalArgumentException("expected a number, got '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static void json(Context ctx, String json) {
        ctx.contentType("application/json").result(json);
    }

    @Override
    public void close() {
        progress.close();
        server.stop();
        pictures.close();
    }
}
