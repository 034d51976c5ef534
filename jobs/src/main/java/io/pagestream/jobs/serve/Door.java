package io.pagestream.jobs.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.pagestream.jobs.serve.End.State;
import io.pagestream.jobs.web.Problem;
import io.pagestream.jobs.web.SafeHeaders;
import io.pagestream.operators.options.PipelineOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of {@code openapi.json} over HTTP/1.1; what is wrong is answered by RFC 9457. Javalin's threads. */
final class Door implements AutoCloseable {

    static final String DOCUMENTS = "/v1/documents";
    private static final String DOCUMENT = DOCUMENTS + "/{id}";

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    private static final Set<String> OPEN_TO_ALL = Set.of("/health/live", "/health/ready");
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final long STOP_MILLIS = 5000;

    private final DocumentStore store;
    private final ServeLimits limits;
    private final Gate gate;
    private final Submissions submissions;
    private final Results results = new Results();
    private final EventStreams events;
    private final BooleanSupplier ready;
    private final Javalin server;

    /**
     * @param host to listen at
     * @param port 0: any that is free
     * @param ready whether documents are being read now
     */
    Door(
            DocumentStore store,
            ServeLimits limits,
            PipelineOptions options,
            Gate gate,
            BooleanSupplier ready,
            String host,
            int port) {
        this.store = store;
        this.limits = limits;
        this.gate = gate;
        this.submissions = new Submissions(store, limits, options);
        this.events = new EventStreams(store);
        this.ready = ready;
        this.server = Javalin.create(this::configure).start(host, port);
        giveUpOnSilentAfter(ServeLimits.SILENCE.toMillis());
    }

    /** Of connections that are made from now on: what a client has begun to send must not keep a thread for ever. */
    void giveUpOnSilentAfter(long millis) {
        for (Connector connector : server.jettyServer().server().getConnectors()) {
            ((AbstractConnector) connector).setIdleTimeout(millis);
        }
    }

    /** Of a document; never of anything else, for ids are made here. */
    static String address(String id) {
        return DOCUMENTS + "/" + id;
    }

    int port() {
        return server.port();
    }

    /** What is really served: method and path of each. */
    List<String> routes() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .map(each -> each.endpoint.method + " " + each.endpoint.path)
                .toList();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.jetty.multipartConfig.cacheDirectory(store.receiving());
        config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
        config.jetty.multipartConfig.maxFileSize(limits.requestBytes(), SizeUnit.BYTES);
        config.jetty.multipartConfig.maxTotalRequestSize(limits.requestBytes(), SizeUnit.BYTES);
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // Else a token with other capitals passes on a connection that the right one came over before.
            http.setHeaderCacheCaseSensitive(true);
        });
        config.jetty.modifyServer(jetty -> jetty.setStopTimeout(STOP_MILLIS));
        config.routes.before(this::enter);
        routes(config);
        config.routes.exception(Refused.class, Door::refuse);
        config.routes.exception(
                HttpResponseException.class,
                (e, ctx) -> Problem.send(
                        ctx,
                        e.getStatus(),
                        e.getStatus() == 404 || e.getStatus() == 405 ? "NO_SUCH_ROUTE" : "INVALID_REQUEST",
                        ctx.method() + " of this address is not served (" + e.getMessage()
                                + "); see /v1/openapi.json"));
        config.routes.exception(Exception.class, Door::fail);
    }

    private void routes(JavalinConfig config) {
        config.routes.post(DOCUMENTS, submissions::take);
        config.routes.get(DOCUMENTS, this::list);
        config.routes.get(DOCUMENT, ctx -> json(ctx, StatusJson.status(document(ctx))));
        config.routes.delete(DOCUMENT, this::delete);
        config.routes.get(DOCUMENT + "/result", ctx -> results.send(ctx, document(ctx)));
        config.routes.get(
                DOCUMENT + "/answers",
                ctx -> Results.list(ctx, "answers", document(ctx).answers()));
        config.routes.get(
                DOCUMENT + "/dead-letters",
                ctx -> Results.list(ctx, "deadLetters", document(ctx).letters(Integer.MAX_VALUE)));
        config.routes.get(DOCUMENT + "/events", ctx -> events.one(ctx, document(ctx)));
        config.routes.get("/v1/events", events::all);
        config.routes.get("/v1/openapi.json", Door::openApi);
        config.routes.get(
                "/health/live", ctx -> json(ctx, Kept.JSON.createObjectNode().put("live", true)));
        config.routes.get("/health/ready", this::readiness);
    }

    private void enter(Context ctx) throws Refused {
        SafeHeaders.on(ctx, POLICY);
        if (!OPEN_TO_ALL.contains(ctx.path())) {
            gate.check(ctx);
        }
    }

    private Kept document(Context ctx) throws Refused {
        return store.require(ctx.pathParam("id"));
    }

    private void list(Context ctx) throws Refused {
        String after = ctx.queryParam("after");
        long before = after == null ? Long.MAX_VALUE : number("after", after, Long.MAX_VALUE);
        String most = ctx.queryParam("limit");
        int limit = most == null ? PAGE : (int) number("limit", most, LARGEST_PAGE);
        Set<State> states = states(ctx);
        List<Kept> found = store.list(before, limit, states::contains);
        ObjectNode body = Kept.JSON.createObjectNode();
        ArrayNode rows = body.putArray("documents");
        found.forEach(each -> rows.add(StatusJson.row(each)));
        if (found.size() == limit) {
            body.put("next", Long.toString(found.get(limit - 1).accepted().number()));
        }
        json(ctx, body);
    }

    private static long number(String name, String text, long most) throws Refused {
        if (!text.matches("[1-9]\\d{0,17}") || Long.parseLong(text) > most) {
            throw Refused.invalid(
                    name + " must be 1 to " + most + ", got '" + text.substring(0, Math.min(40, text.length())) + "'");
        }
        return Long.parseLong(text);
    }

    private static Set<State> states(Context ctx) throws Refused {
        List<String> named = ctx.queryParams("state");
        try {
            return named.isEmpty()
                    ? Set.of(State.values())
                    : named.stream()
                            .map(each -> State.valueOf(each.toUpperCase(Locale.ROOT)))
                            .collect(Collectors.toSet());
        } catch (IllegalArgumentException e) {
            throw Refused.invalid("state is one of " + Arrays.toString(State.values()));
        }
    }

    private void delete(Context ctx) throws Refused, IOException {
        store.delete(document(ctx));
        ctx.status(204);
    }

    private void readiness(Context ctx) {
        boolean isReady = ready.getAsBoolean();
        json(
                ctx.status(isReady ? 200 : 503),
                Kept.JSON
                        .createObjectNode()
                        .put("ready", isReady)
                        .put("open", store.openDocuments())
                        .put("documents", store.documents()));
    }

    private static void openApi(Context ctx) throws IOException {
        try (InputStream in = Door.class.getResourceAsStream("openapi.json")) {
            ctx.contentType("application/json").result(in.readAllBytes());
        }
    }

    private static void json(Context ctx, ObjectNode body) {
        ctx.contentType("application/json").result(body.toString());
    }

    private static void refuse(Refused refused, Context ctx) {
        if (refused.retryAfterSeconds() > 0) {
            ctx.header("Retry-After", Integer.toString(refused.retryAfterSeconds()));
        }
        Problem.send(ctx, refused.status(), refused.reason(), refused.getMessage());
    }

    /** The message stays here: it may name what a client must not see. */
    private static void fail(Exception failure, Context ctx) {
        LOG.warn("{} {} failed", ctx.method(), ctx.path(), failure);
        Problem.send(ctx, 500, "FAILED", "the server could not do this; its log says why");
    }

    @Override
    public void close() {
        events.close();
        server.stop();
    }
}
