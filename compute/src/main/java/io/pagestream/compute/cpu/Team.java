package io.pagestream.compute.cpu;

import io.pagestream.compute.DeviceException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The threads of a device, each with its {@link Worker}. One thread drives; the others are those of oneDNN and work only
 * while a method of this class runs.
 */
final class Team implements AutoCloseable {

    /** More chunks than threads: on a machine that others use too, one thread may get on slower than the other. */
    private static final int CHUNKS_PER_THREAD = 4;

    /** Below this many elements of rows a second thread costs more than it brings. */
    private static final int LEAST_ELEMENTS = 65_536;

    private final Worker[] workers;
    private final OpenMp.Part part = nothing -> work();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private long driver = -1;
    /** How many threads the driving thread may start, as the library was told last. */
    private int bound;
    /** Written last and read first, so that every thread sees the numbers below that belong to it. */
    private volatile Piece piece;

    private int count;
    private int chunk;

    /** Rows of {@code columns} elements, at least one, for which a second thread brings more than it costs. */
    static int leastRows(int columns) {
        return Math.max(1, LEAST_ELEMENTS / columns);
    }

    Team(Dnnl dnnl, int threads) {
        workers = new Worker[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = new Worker(dnnl);
        }
        OpenMp.keepAttached(part);
    }

    /** A part of some work: the numbers from {@code first} to {@code end}, excluded. */
    @FunctionalInterface
    interface Piece {
        void run(Worker worker, int first, int end);
    }

    int threads() {
        return workers.length;
    }

    /** The worker of the driving thread, for kernels that divide their work among the threads by themselves. */
    Worker whole() {
        claim();
        bind(workers.length);
        return workers[0];
    }

    /** The same for kernels of one thread. */
    Worker one() {
        claim();
        bind(1);
        return workers[0];
    }

    /** Compiles a kernel that will run inside of a piece: on one thread, whatever the library would like. */
    Kernel forOneThread(Supplier<Kernel> compiler) {
        int before = OpenMp.omp_get_max_threads();
        OpenMp.omp_set_num_threads(1);
        try {
            return compiler.get();
        } finally {
            OpenMp.omp_set_num_threads(before);
        }
    }

    /**
     * Runs {@code work} on the numbers from 0 to {@code total} in chunks of at least {@code least}; returns when all is
     * done. Little work is done by the driving thread alone.
     */
    void split(int total, int least, Piece work) {
        claim();
        if (workers.length == 1 || total <= least) {
            alone(total, work);
            return;
        }
        count = total;
        chunk = Math.max(least, total / (workers.length * CHUNKS_PER_THREAD));
        next.set(0);
        piece = work;
        OpenMp.GOMP_parallel(part, null, workers.length, 0);
        piece = null;
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException) {
            throw (RuntimeException) thrown;
        }
        if (thrown != null) {
            throw new DeviceException("a thread of the CPU device failed", thrown);
        }
    }

    private void alone(int total, Piece work) {
        if (total > 0) {
            work.run(one(), 0, total);
        }
    }

    /** Telling the library costs as much as a small operation, so it is told only what is new. */
    private void bind(int threads) {
        if (bound != threads) {
            OpenMp.omp_set_num_threads(threads);
            bound = threads;
        }
    }

    private void work() {
        try {
            Piece mine = piece;
            Worker worker = workers[OpenMp.omp_get_thread_num()];
            for (int first = next.getAndAdd(chunk); first < count; first = next.getAndAdd(chunk)) {
                mine.run(worker, first, Math.min(count, first + chunk));
            }
        } catch (Throwable e) { // must not reach the native frames; thrown again by the driving thread
            next.set(count);
            failure.compareAndSet(null, e);
        }
    }

    /** The bound on threads belongs to a thread: sets it again when another one drives the device. */
    private void claim() {
        long current = Thread.currentThread().getId();
        if (current != driver) {
            bound = 0;
            driver = current;
        }
    }

    @Override
    public void close() {
        for (Worker worker : workers) {
            worker.close();
        }
    }
}
