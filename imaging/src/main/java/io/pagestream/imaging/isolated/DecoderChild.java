package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.Refused;
import io.pagestream.imaging.isolated.IsolatedCursor.Facts;
import io.pagestream.imaging.isolated.IsolatedCursor.SentDocument;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.TextLayer;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One child process, from outside. One thread at a time, and killed by whoever finds it lost. */
final class DecoderChild {

    /** A child keeps its own times; only one that does not even say that its time is over is waited for no longer. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Beside the heap: classes, compiled code, threads, buffers of native decoders. */
    private static final long NATIVE_BYTES = 512L << 20;

    private static final int EXIT_OUT_OF_MEMORY = 3;
    private static final int SIGNALLED = 128;

    private final Process process;
    private final ProcessOptions options;
    private final FirstWords said;
    private final DataInputStream answers;
    private final DataOutputStream requests;
    private final ExecutorService talker;
    private final Deque<Long> opened = new ArrayDeque<>();

    private DecoderChild(Process process, ProcessOptions options) {
        this.process = process;
        this.options = options;
        this.said = FirstWords.of(process.getErrorStream());
        this.answers = new DataInputStream(process.getInputStream());
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), Wire.CHUNK));
        this.talker = Executors.newSingleThreadExecutor(work -> daemon(work, "pagestream-child-" + process.pid()));
    }

    static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        // Not the caller's: a thread that outlives a job must not hold the job's classes.
        thread.setContextClassLoader(DecoderChild.class.getClassLoader());
        return thread;
    }

    /** A child that has answered its first question. */
    static DecoderChild start(List<String> command, ProcessOptions options) {
        DecoderChild child;
        try {
            child = new DecoderChild(ChildCommand.builder(command).start(), options);
        } catch (IOException e) {
            throw new DecoderUnavailable("a decoding process could not be started: " + e.getMessage(), e);
        }
        try {
            child.exchange("starting", TO_START, () -> Wire.greet(child.requests, child.answers, options));
            return child;
        } catch (CancellationException e) {
            throw e;
        } catch (DecodeException | ChildLost | RuntimeException e) {
            child.kill();
            throw new DecoderUnavailable(
                    "a decoding process was started and did not come up: " + e.getMessage() + "; its command was "
                            + command,
                    e);
        }
    }

    /** Whether {@code document} was one of the last that were opened here; it may have been forgotten nevertheless. */
    boolean hasOpened(SentDocument document) {
        return opened.contains(document.id());
    }

    Facts open(SentDocument document) throws DecodeException, ChildLost {
        Facts facts = exchange(
                "opening the document",
                options.limits().toOpen().plus(GRACE),
                () -> Wire.askToOpen(requests, answers, document));
        if (opened.size() == Wire.OPEN_DOCUMENTS) {
            opened.removeFirst();
        }
        opened.addLast(document.id());
        return facts;
    }

    RgbImage page(SentDocument document, int index) throws DecodeException, ChildLost {
        Duration allowed = options.limits().perPage().plus(GRACE);
        return askOpen(
                document,
                () -> exchange(
                        "decoding page " + index,
                        allowed,
                        () -> Wire.askForPage(requests, answers, document, index, allowed)));
    }

    Optional<TextLayer> textLayer(SentDocument document, int index) throws DecodeException, ChildLost {
        Duration allowed = options.limits().perPage().plus(GRACE);
        return askOpen(
                document,
                () -> exchange(
                        "taking the text of page " + index,
                        allowed,
                        () -> Wire.askForText(requests, answers, document, index)));
    }

    /** A question whose answer is empty when the document is not open. */
    private interface Asking<T> {
        Optional<T> ask() throws DecodeException, ChildLost;
    }

    private <T> T askOpen(SentDocument document, Asking<T> asking) throws DecodeException, ChildLost {
        Optional<T> answer = asking.ask();
        if (answer.isEmpty()) {
            open(document);
            answer = asking.ask();
        }
        return answer.orElseThrow(() -> new IllegalStateException("a child has forgotten what it has just opened"));
    }

    private <T> T exchange(String what, Duration allowed, Callable<T> talk) throws DecodeException, ChildLost {
        Future<T> answer = talker.submit(talk);
        long end = System.nanoTime() + allowed.toNanos();
        while (true) {
            try {
                long left = Math.max(1, end - System.nanoTime());
                return answer.get(Math.min(left, LOOK_EVERY_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                requireTimeAndMemory(what, allowed, end);
            } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while " + what);
            } catch (ExecutionException e) {
                throw failure(what, e.getCause());
            }
        }
    }

    private void requireTimeAndMemory(String what, Duration allowed, long end) throws ChildLost {
        if (System.nanoTime() - end >= 0) {
            kill();
            throw new ChildLost(Reason.TIMED_OUT, what + " got no answer from its process within " + allowed);
        }
        if (isTooLarge()) {
            long bytes = residentBytes();
            kill();
            throw new ChildLost(
                    Reason.OUT_OF_MEMORY,
                    what + " had its process grow to " + bytes + " bytes, at most " + mostBytes() + " are allowed");
        }
    }

    /** What the exchange failed of; a document's fault leaves the child usable, after anything else it is killed. */
    private ChildLost failure(String what, Throwable cause) throws DecodeException {
        if (cause instanceof DecodeException fault) {
            throw fault;
        }
        Optional<Integer> code = exitCode();
        kill();
        if (cause instanceof Refused refused) {
            throw new DecodeException(refused.reason(), what + ": " + refused.getMessage(), refused);
        }
        if (cause instanceof IOException) {
            boolean memory = code.isPresent() && code.get() == EXIT_OUT_OF_MEMORY;
            return new ChildLost(
                    memory ? Reason.OUT_OF_MEMORY : Reason.DECODER_CRASHED, what + " " + ending(code, memory));
        }
        throw new IllegalStateException(what + " failed for a reason outside the document: " + cause, cause);
    }

    private String ending(Optional<Integer> code, boolean memory) {
        if (memory) {
            return "needed more than the heap of its process, " + options.heapBytes() + " bytes";
        }
        String how = code.map(value -> value > SIGNALLED
                        ? "ended its process by signal " + (value - SIGNALLED)
                        : "ended its process with code " + value)
                .orElse("got an answer that makes no sense from its process");
        return said.text().isEmpty() ? how : how + " (" + said.text() + ")";
    }

    /** Absent when it lives and talks nonsense. */
    private Optional<Integer> exitCode() {
        try {
            return process.waitFor(1, TimeUnit.SECONDS) ? Optional.of(process.exitValue()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Whether it has taken much more memory than its heap. */
    boolean isTooLarge() {
        return residentBytes() > mostBytes();
    }

    private long mostBytes() {
        return options.heapBytes() + NATIVE_BYTES;
    }

    private long residentBytes() {
        return ProcessMemory.residentBytes(process.pid());
    }

    void kill() {
        process.destroyForcibly();
        talker.shutdownNow();
    }
}
