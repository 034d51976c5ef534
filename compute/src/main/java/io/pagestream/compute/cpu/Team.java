package io.pagestream.compute.cpu;

/** Runs the pieces of one piece of work. */
final class Team implements AutoCloseable {

    private final Worker[] workers;

    Team(Worker[] workers) {
        this.workers = workers;
    }

    /** A piece of work on rows or tasks {@code first} to {@code end} (excluded). */
    @FunctionalInterface
    interface Piece {
        void run(Worker worker, int first, int end);
    }

    /** Runs {@code piece} on the numbers from 0 to {@code count}, split into ranges; returns when all are done. */
    void split(int count, Piece piece) {
        if (count > 0) {
            piece.run(workers[0], 0, count);
        }
    }

    @Override
    public void close() {
        for (Worker worker : workers) {
            worker.close();
        }
    }
}
