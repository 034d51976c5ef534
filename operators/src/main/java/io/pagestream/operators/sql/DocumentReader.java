package io.pagestream.operators.sql;

import io.pagestream.engine.OcrEngine;
import io.pagestream.operators.answer.AnswerQuestions;
import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.fetch.FetchDocument;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.DocumentOpener;
import io.pagestream.operators.page.DocumentPages;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.AskEngine;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.reading.PagePlans;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.operators.recognize.RecognizePage;
import io.pagestream.operators.tile.PageRouter;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.types.Either;

/**
 * Reads whole documents with the stages of the stream, one after the other: fetch, split, tile, recognise or answer. Pages
 * are decoded on one thread of its own, in turn from all open documents, and at most {@code pagestream.read.capacity} of them
 * have tiles or are at the engine. {@link #read} does not block.
 */
final class DocumentReader implements AutoCloseable {

    private final Duration within;
    private final OcrEngine engine;
    private final FetchDocument fetch;
    private final DocumentOpener opener;
    private final PageRouter router;
    private final RecognizePage recogniser;
    private final AnswerQuestions answerer;
    private final Semaphore room;
    private final ExecutorService pages;
    private volatile boolean closed;

    /**
     * @param within this time every document is answered, read or not
     * @param metrics of the operator in which this runs
     */
    DocumentReader(PipelineOptions options, EngineSource engines, Duration within, MetricGroup metrics) {
        this.within = within;
        this.engine = engines.lease();
        this.fetch = new FetchDocument(options);
        this.opener = DocumentOpener.of(options);
        this.router = PageRouter.of(options, new PagePlans(options.reading(), engine.config()));
        this.recogniser = new RecognizePage(engines, options);
        this.answerer = new AnswerQuestions(engines, options);
        this.room = new Semaphore(options.stream().readCapacity());
        this.pages = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "pagestream-sql-pages");
            thread.setDaemon(true);
            return thread;
        });
        fetch.openToFetch();
        recogniser.open(metrics);
        answerer.open(metrics.addGroup("ask"));
    }

    /**
     * Reads a document.
     *
     * @return what became of each page, in order; fails only with the engine or the machine
     */
    CompletableFuture<List<PageOutcome>> read(DocumentRequest request) {
        OpenDocument document = new OpenDocument();
        Reply<Either<DeadLetter, FetchedDocument>> fetched = new Reply<>();
        fetched.answer().whenComplete((outcomes, error) -> {
            if (error != null) {
                document.fail(error);
            } else if (outcomes.get(0).isLeft()) {
                DeadLetter letter = outcomes.get(0).left();
                document.refuse(letter.getReason(), letter.getDetail());
            } else {
                later(document, () -> split(document, outcomes.get(0).right()));
            }
        });
        endInTime(document);
        fetch.asyncInvoke(request, fetched);
        return document.outcomes();
    }

    private void endInTime(OpenDocument document) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        ended.orTimeout(within.toMillis(), TimeUnit.MILLISECONDS).whenComplete((none, late) -> {
            if (late != null) {
                document.expire(tooLate());
            }
        });
        document.outcomes().whenComplete((outcomes, error) -> ended.complete(null));
    }

    private String tooLate() {
        return "not read within " + within + "; raise 'timeout' of ML_PREDICT, or ask for single pages";
    }

    /** Work on the thread of the pages, after what other documents want there. */
    private void later(OpenDocument document, Runnable work) {
        try {
            pages.execute(() -> {
                try {
                    if (!closed) {
                        work.run();
                    }
                } catch (Throwable e) {
                    document.fail(e);
                }
            });
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: after a restart the row is read again.
        }
    }

    private void split(OpenDocument document, FetchedDocument fetched) {
        try {
            document.begin(DocumentPages.of(fetched, opener));
            turn(document);
        } catch (RecordFault fault) {
            document.refuse(fault.reason(), fault.getMessage());
        }
    }

    /** One page; then it is the turn of the next document. */
    private void turn(OpenDocument document) {
        Optional<Page> page = document.next();
        if (page.isPresent()) {
            room.acquireUninterruptibly();
            if (!closed) {
                show(document, page.get());
            }
            later(document, () -> turn(document));
        }
    }

    private void show(OpenDocument document, Page page) {
        boolean asked = false;
        try {
            PageRouter.Routed routed = router.route(page);
            if (routed.text().isPresent()) {
                document.add(page, List.of(PageOutcome.of(page, routed.text().get())));
            } else {
                asked = true;
                ask(document, routed.tiles().orElseThrow());
            }
        } catch (RecordFault fault) {
            document.add(page, List.of(PageOutcome.failed(page, fault.reason(), fault.getMessage())));
        } finally {
            if (!asked) {
                room.release();
            }
        }
    }

    private void ask(OpenDocument document, TiledPage page) {
        if (PageTask.require(page.page().getTask()).asks()) {
            ask(answerer, document, page);
        } else {
            ask(recogniser, document, page);
        }
    }

    private <R extends SpecificRecordBase> void ask(AskEngine<R> engines, OpenDocument document, TiledPage tiled) {
        Page page = tiled.page();
        Reply<Either<DeadLetter, R>> reply = new Reply<>();
        reply.answer().whenComplete((answers, error) -> {
            room.release();
            if (error != null) {
                document.fail(error);
            } else {
                document.add(page, outcomes(page, answers));
            }
        });
        engines.asyncInvoke(tiled, reply);
        document.asked(page, () -> engines.giveUp(reply, tooLate()));
    }

    /** A page that failed comes with its letter and with an empty text: the letter says more. */
    private static <R extends SpecificRecordBase> List<PageOutcome> outcomes(
            Page page, List<Either<DeadLetter, R>> answers) {
        return answers.stream()
                .filter(answer -> answer.isLeft() || !isEmptyText(answer.right()))
                .map(answer -> answer.isLeft()
                        ? PageOutcome.failed(page, answer.left())
                        : PageOutcome.of(page, answer.right()))
                .toList();
    }

    private static boolean isEmptyText(SpecificRecordBase answer) {
        return answer instanceof PageText text && text.getFinishReason() == FinishReason.FAILED;
    }

    @Override
    public void close() {
        closed = true;
        fetch.close();
        recogniser.close();
        answerer.close();
        pages.execute(() -> {
            router.close();
            opener.close();
        });
        pages.shutdown();
        room.release(Integer.MAX_VALUE / 2); // a page that waits for room finds the door closed
        engine.close();
    }
}
