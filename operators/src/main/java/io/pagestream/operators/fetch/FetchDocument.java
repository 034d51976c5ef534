package io.pagestream.operators.fetch;

import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.claim.ClaimRetention;
import io.pagestream.operators.claim.ContentStore;
import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.claim.Sha256;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.metrics.LoggedRecord;
import io.pagestream.operators.options.AccessOptions;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.types.Either;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a request and reads its document. A document that came inside the record is put into the claim store, so that
 * everything after this stage handles references. Replays do no harm.
 */
public final class FetchDocument extends RichAsyncFunction<DocumentRequest, Either<DeadLetter, FetchedDocument>> {

    public static final TypeInformation<Either<DeadLetter, FetchedDocument>> TYPE =
            new EitherTypeInfo<>(DeadLetters.TYPE, FetchedDocument.TYPE);

    private static final long serialVersionUID = 1L;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long CLEAN_EVERY_MINUTES = 60;
    private static final Logger LOG = LoggerFactory.getLogger(FetchDocument.class);

    private final PipelineOptions options;
    private final RequestRules rules;
    private transient ExecutorService readers;
    private transient ScheduledExecutorService cleaner;
    private transient ClaimChecks claims;

    public FetchDocument(PipelineOptions options) {
        this.options = options;
        this.rules = new RequestRules(options.reading().maxQuestions());
    }

    @Override
    public void open(OpenContext context) {
        openToFetch();
        AccessOptions access = options.access();
        boolean kept = access.claimStore().isEmpty() || access.claimsKeep().isZero();
        // One for the whole job.
        if (!kept && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            ClaimRetention retention = new ClaimRetention(access.claimStore(), access.claimsKeep(), Clock.systemUTC());
            cleaner = Executors.newSingleThreadScheduledExecutor(thread("pagestream-clean-claims"));
            cleaner.scheduleWithFixedDelay(() -> clean(retention), 1, CLEAN_EVERY_MINUTES, TimeUnit.MINUTES);
        }
    }

    /** For a place that is no operator of the stream, such as a function of a query: it fetches, and cleans nothing. */
    public void openToFetch() {
        claims = ClaimChecks.of(options.access());
        readers = Executors.newFixedThreadPool(options.stream().fetchCapacity(), thread("pagestream-fetch"));
    }

    private static ThreadFactory thread(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** What could not be removed is tried again later. */
    private static void clean(ClaimRetention retention) {
        try {
            retention.clean();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The claim store could not be cleaned; it is tried again in {} minutes", CLEAN_EVERY_MINUTES, e);
        }
    }

    @Override
    @SuppressWarnings("try") // it is open for what is logged meanwhile
    public void asyncInvoke(DocumentRequest request, ResultFuture<Either<DeadLetter, FetchedDocument>> result) {
        readers.execute(() -> {
            try (LoggedRecord logged = LoggedRecord.of(request.getDocumentId(), null)) {
                result.complete(List.of(fetch(request)));
            } catch (RejectedExecutionException e) {
                // The task was cancelled: the request is fetched again after the restart.
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
    }

    private Either<DeadLetter, FetchedDocument> fetch(DocumentRequest request) {
        for (int attempt = 1; ; attempt++) {
            try {
                rules.check(request);
                return Either.Right(request.getSource() == null ? fromRecord(request) : fromSource(request));
            } catch (RecordFault fault) {
                return refused(request, fault, attempt);
            } catch (IOException e) {
                if (attempt == options.access().attempts() || !pause(attempt, e)) {
                    return refused(request, new RecordFault(Reason.UNREADABLE_SOURCE, e.toString(), e), attempt);
                }
            }
        }
    }

    private FetchedDocument fromSource(DocumentRequest request) throws RecordFault, IOException {
        byte[] bytes = claims.read(request.getSource());
        checkNotEmpty(bytes);
        ClaimCheck source = new ClaimCheck(request.getSource().getUri(), (long) bytes.length, Sha256.of(bytes));
        return fetched(request, source, bytes);
    }

    private FetchedDocument fromRecord(DocumentRequest request) throws RecordFault, IOException {
        String store = options.access().claimStore();
        if (store.isEmpty()) {
            throw new RecordFault(
                    Reason.INVALID_REQUEST,
                    "a document inside a record needs a place to lie; set pagestream.claims.store to a folder");
        }
        ByteBuffer content = request.getContent().duplicate();
        if (content.remaining() > options.access().maxBytes()) {
            throw new RecordFault(
                    Reason.TOO_LARGE,
                    "the content has " + content.remaining() + " bytes, the limit is "
                            + options.access().maxBytes() + "; raise pagestream.document.max-size");
        }
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        checkNotEmpty(bytes);
        return fetched(request, new ContentStore(store).put(bytes), bytes);
    }

    private static void checkNotEmpty(byte[] bytes) throws RecordFault {
        if (bytes.length == 0) {
            throw new RecordFault(Reason.EMPTY, "the document has no bytes");
        }
    }

    private static FetchedDocument fetched(DocumentRequest request, ClaimCheck source, byte[] bytes) {
        DocumentRequest resolved = DocumentRequest.newBuilder(request)
                .setContent(null)
                .setSource(source)
                .build();
        return new FetchedDocument(resolved, bytes);
    }

    private static Either<DeadLetter, FetchedDocument> refused(
            DocumentRequest request, RecordFault fault, int attempts) {
        return Either.Left(DeadLetters.ofDocument(Stage.FETCH, request, fault, attempts));
    }

    /** Longer each time; false when the subtask ends meanwhile. */
    private static boolean pause(int attempt, IOException error) {
        if (error instanceof InterruptedIOException) {
            return false;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS << Math.min(attempt, 6));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void timeout(DocumentRequest request, ResultFuture<Either<DeadLetter, FetchedDocument>> result) {
        RecordFault fault = new RecordFault(
                Reason.TIMED_OUT,
                "not fetched within " + options.stream().fetchTimeout() + "; raise pagestream.fetch.timeout");
        result.complete(List.of(refused(request, fault, options.access().attempts())));
    }

    @Override
    public void close() {
        if (cleaner != null) {
            cleaner.shutdownNow();
        }
        if (readers != null) {
            readers.shutdownNow();
        }
    }
}
