package io.pagestream.jobs.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import io.pagestream.jobs.serve.DocumentStore.Admitted;
import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.fetch.RequestRules;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.ClaimCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Takes documents in: as a body, as files of a form, or from an address that the body names. Any thread. */
final class Submissions {

    private static final String FORM = "multipart/form-data";
    private static final String JSON = "application/json";

    /** What curl says of --data-binary when nothing else is said. */
    private static final String SAYS_NOTHING = "application/x-www-form-urlencoded";

    private final DocumentStore store;
    private final ServeLimits limits;
    private final RequestRules rules;
    private final ClaimChecks sources;
    private final Semaphore uploads = new Semaphore(ServeLimits.UPLOADS);
    private final Semaphore fetches = new Semaphore(ServeLimits.FETCHES);

    /** @param options whose allowed roots hold for addresses that clients name */
    Submissions(DocumentStore store, ServeLimits limits, PipelineOptions options) {
        this.store = store;
        this.limits = limits;
        this.rules = new RequestRules(options.reading().maxQuestions());
        this.sources = ClaimChecks.of(options.access());
    }

    /** Answers with the status of what was accepted. */
    void take(Context ctx) throws Refused, IOException {
        if (ctx.contentLength() > limits.requestBytes()) {
            throw Refused.tooLarge(limits.requestBytes());
        }
        if (!store.knows(key(ctx, 0))) {
            store.requireRoom(1, Math.max(0, ctx.contentLength()));
        }
        if (!uploads.tryAcquire()) {
            throw new Refused(
                    429,
                    "TOO_MANY_REQUESTS",
                    ServeLimits.UPLOADS + " documents are being received, and no more may be at the same time",
                    2);
        }
        try {
            String type = mediaType(ctx);
            switch (type) {
                case FORM -> form(ctx);
                case JSON -> answer(ctx, fetch(ctx));
                default -> answer(ctx, body(ctx, type));
            }
        } finally {
            uploads.release();
        }
    }

    private static String mediaType(Context ctx) {
        String type = ctx.contentType() == null ? "" : ctx.contentType().split(";")[0];
        type = type.strip().toLowerCase(Locale.ROOT);
        return type.equals(SAYS_NOTHING) ? "" : type;
    }

    private Admitted body(Context ctx, String type) throws Refused, IOException {
        Map<String, List<String>> query = ctx.queryParamMap();
        if (query.containsKey("password")) {
            throw Refused.invalid(
                    "a password does not belong into an address, which is written into logs; send it in the"
                            + " header Pagestream-Password");
        }
        Submission said = Submission.of(query, rules);
        if (!said.uri().isEmpty()) {
            throw Refused.invalid("an address is named in a body of the type " + JSON + ", not beside the bytes");
        }
        return receive(ctx.bodyInputStream(), said.with("", type, ctx.header("Pagestream-Password")), key(ctx, 0));
    }

    private Admitted receive(InputStream in, Submission said, String key) throws Refused, IOException {
        try (Draft draft = store.draft()) {
            draft.receive(in, limits.requestBytes(), ServeLimits.UPLOAD);
            return store.accept(draft, said, key);
        }
    }

    private Admitted fetch(Context ctx) throws Refused, IOException {
        byte[] json = ctx.bodyInputStream().readNBytes(ServeLimits.OPTION_BYTES + 1);
        if (json.length > ServeLimits.OPTION_BYTES) {
            throw new Refused(413, "TOO_LARGE", "a body of JSON may have " + ServeLimits.OPTION_BYTES + " bytes");
        }
        Submission said = Submission.parse(json, rules);
        if (said.uri().isEmpty()) {
            throw Refused.invalid("a body of the type " + JSON
                    + " names a document by its uri; send bytes with the type of the document");
        }
        String name = said.uri().replaceFirst("[?#].*", "").replaceFirst(".*/", "");
        Submission named = said.with(name.length() > ServeLimits.NAME ? "" : name, "", null);
        return receive(new ByteArrayInputStream(source(said.uri())), named, key(ctx, 0));
    }

    private byte[] source(String uri) throws Refused {
        if (!fetches.tryAcquire()) {
            throw new Refused(
                    429,
                    "TOO_MANY_REQUESTS",
                    ServeLimits.FETCHES + " documents are being fetched, and no more may be at the same time",
                    2);
        }
        try {
            return sources.read(new ClaimCheck(uri, -1L, ""));
        } catch (RecordFault fault) {
            throw Refused.of(fault);
        } catch (IOException e) {
            throw new Refused(502, "UNREADABLE_SOURCE", "the document could not be fetched: " + e, 30);
        } finally {
            fetches.release();
        }
    }

    /** Jetty has written the files to disk and has held them against the limits. */
    private void form(Context ctx) throws Refused, IOException {
        List<UploadedFile> files = files(ctx);
        if (files.isEmpty() || files.size() > ServeLimits.FILES) {
            throw Refused.invalid("a form needs 1 to " + ServeLimits.FILES + " files, got " + files.size()
                    + "; with curl: --form file=@FILE");
        }
        if (!ctx.queryParamMap().isEmpty()) {
            throw Refused.invalid("with a form, what is wanted stands in fields of the form and not in the address");
        }
        Map<String, List<String>> texts = new HashMap<>(ctx.formParamMap());
        texts.values().removeIf(List::isEmpty); // the files
        Submission said = Submission.of(texts, rules);
        if (!said.uri().isEmpty()) {
            throw Refused.invalid("an address is named in a body of the type " + JSON + ", not beside files");
        }
        if (!store.knows(key(ctx, 0))) {
            store.requireRoom(
                    files.size(), files.stream().mapToLong(UploadedFile::size).sum());
        }
        List<Admitted> all = new ArrayList<>();
        for (UploadedFile file : files) {
            String name = file.filename().length() > ServeLimits.NAME ? "" : file.filename();
            String type = file.contentType() == null ? "" : file.contentType();
            Submission each = said.with(name, type, ctx.header("Pagestream-Password"));
            try (InputStream in = file.content()) {
                all.add(receive(in, each, key(ctx, all.size())));
            }
        }
        ObjectNode body = Kept.JSON.createObjectNode();
        ArrayNode documents = body.putArray("documents");
        for (Admitted each : all) {
            documents.add(StatusJson.status(each.document()));
        }
        boolean anyNew = all.stream().anyMatch(Admitted::isNew);
        send(ctx, anyNew, body);
    }

    /** Jetty throws many things, among them some that Javalin does not declare. */
    private List<UploadedFile> files(Context ctx) throws Refused {
        try {
            return ctx.uploadedFiles();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IllegalStateException) { // its way to say: over the limit
                    throw Refused.tooLarge(limits.requestBytes());
                }
            }
            throw Refused.invalid("the form cannot be read; it must be multipart/form-data as RFC 7578 has it");
        }
    }

    private static void answer(Context ctx, Admitted admitted) throws IOException {
        ctx.header("Location", Door.address(admitted.document().id()));
        send(ctx, admitted.isNew(), StatusJson.status(admitted.document()));
    }

    private static void send(Context ctx, boolean isNew, ObjectNode body) {
        ctx.status(isNew ? 202 : 200).contentType(JSON).result(body.toString());
    }

    /** A key of its own for each file of a form; of the key itself nothing is kept. */
    private static String key(Context ctx, int file) throws Refused {
        String key = ctx.header("Idempotency-Key");
        if (key == null) {
            return "";
        }
        if (key.isBlank() || key.length() > ServeLimits.KEY) {
            throw Refused.invalid(
                    "Idempotency-Key must have 1 to " + ServeLimits.KEY + " characters, got " + key.length());
        }
        byte[] bytes = (file + "/" + key).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Draft.sha256Digest().digest(bytes));
    }
}
