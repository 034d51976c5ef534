package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * The threads on which libraries decode, so that the caller comes back in time whatever a document does to them.
 *
 * <p>A worker that is past its deadline is interrupted and left behind; it gives its seat back when it ends. Seats are
 * bounded: documents that never end can take all of them, and then others time out rather than fill the process with
 * threads.
 */
public final class DecodeWorkers {

    private static final int SEATS = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    private static final Semaphore FREE_SEATS = new Semaphore(SEATS, true);
    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), DecodeWorkers::newThread);

    private DecodeWorkers() {}

    /** Does {@code work} on a worker; {@code what} says in messages what was being done. */
    public static <T> T call(String what, Deadline deadline, Callable<T> work) throws DecodeException {
        Future<T> result = start(what, deadline, work);
        try {
            return result.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(true);
            throw timedOut(what, deadline, e);
        } catch (InterruptedException e) {
            result.cancel(true);
            throw interrupted(what);
        } catch (ExecutionException e) {
            throw translated(what, e.getCause());
        }
    }

    private static <T> Future<T> start(String what, Deadline deadline, Callable<T> work) throws DecodeException {
        try {
            if (!FREE_SEATS.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw new DecodeException(
                        Reason.TIMED_OUT,
                        what + " found none of the " + SEATS + " decoding threads free within " + deadline.allowed());
            }
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
        FutureTask<T> task = new FutureTask<>(work);
        THREADS.execute(() -> {
            try {
                // No page may leave a temporary file behind; the switch belongs to the group of these threads.
                ImageIO.setUseCache(false);
                task.run();
            } finally {
                FREE_SEATS.release();
            }
        });
        return task;
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "pagestream-decode");
        thread.setDaemon(true);
        // Not the caller's: a thread that outlives a job must not hold the job's classes.
        thread.setContextClassLoader(DecodeWorkers.class.getClassLoader());
        return thread;
    }

    private static CancellationException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new CancellationException("interrupted while " + what);
    }

    private static DecodeException timedOut(String what, Deadline deadline, Exception cause) {
        return new DecodeException(Reason.TIMED_OUT, what + " was not done within " + deadline.allowed(), cause);
    }

    private static DecodeException translated(String what, Throwable cause) {
        if (cause instanceof DecodeException known) {
            return known;
        } else if (cause instanceof Refused refused) {
            return new DecodeException(refused.reason(), what + ": " + refused.getMessage(), refused);
        } else if (cause instanceof InvalidPasswordException) {
            return new DecodeException(
                    Reason.PASSWORD_NEEDED, "the document is encrypted and the given password does not open it", cause);
        } else if (cause instanceof OutOfMemoryError) {
            return new DecodeException(Reason.TOO_LARGE, what + " needed more memory than there is", cause);
        } else if (cause instanceof StackOverflowError) {
            return new DecodeException(Reason.CORRUPT, what + ": the document is nested too deeply", cause);
        } else if (cause instanceof IOException
                || cause instanceof RuntimeException
                || cause instanceof AssertionError) {
            return new DecodeException(Reason.CORRUPT, what + ": the document is damaged (" + said(cause) + ")", cause);
        }
        throw new IllegalStateException(what + " failed for a reason outside the document: " + cause, cause);
    }

    private static String said(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
