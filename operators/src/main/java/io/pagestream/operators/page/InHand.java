package io.pagestream.operators.page;

import io.pagestream.operators.claim.Sha256;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pages are in hand, written where it outlives this process: a file for each page that is being worked on, which is
 * gone when the work is done. A file that is found was left by a process that ended in the middle, or by an engine that failed.
 * A page that was in hand when this happened {@value #MOST_CRASHES} times is not touched again.
 *
 * <p>Others were in hand beside the guilty page. So that they are not counted with it again, pages that were left behind once
 * are worked on one at a time in a process. Any thread; {@link #take} blocks.
 */
public final class InHand implements AutoCloseable {

    static final int MOST_CRASHES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(InHand.class);
    private static final Semaphore ONE_SUSPECT = new Semaphore(1);
    private static final int MOST_DIGITS = 4;

    private final String folder;
    private final String stage;
    private final Duration remember;
    private final Set<Mark> taken = ConcurrentHashMap.newKeySet();

    private InHand(String folder, String stage, Duration remember) {
        this.folder = folder;
        this.stage = stage;
        this.remember = remember;
    }

    /** @param stage a page may be in the hands of several stages */
    public static InHand of(PipelineOptions options, String stage) {
        return new InHand(
                options.isolation().attemptsFolder(), stage, options.stream().remember());
    }

    /**
     * Writes down that {@code page} is in hand from now on; waits while another page is suspected, if this one is.
     *
     * @return to be put back when the work is done, however it ended
     * @throws RecordFault when three processes have ended with it
     * @throws CancellationException when the caller is interrupted
     */
    public Mark take(Page page) throws RecordFault {
        if (folder.isEmpty()) {
            return new Mark(null, false);
        }
        Path file = file(page);
        try {
            int crashes = crashes(file);
            if (crashes >= MOST_CRASHES) {
                throw new RecordFault(
                        Reason.CRASHED_REPEATEDLY,
                        crashes + " times a process ended or an engine failed while this page was in hand at the stage "
                                + stage + "; see why in the logs, and delete " + file + " to have it tried again",
                        crashes,
                        null);
            }
            Mark mark = new Mark(file, crashes > 0);
            taken.add(mark);
            try {
                write(file, crashes + 1);
            } catch (IOException e) {
                mark.letGo(); // or the next suspected page of this process would wait for ever
                throw e;
            }
            return mark;
        } catch (IOException e) {
            throw new UncheckedIOException("pagestream.attempts.folder cannot be used: " + e.getMessage(), e);
        }
    }

    private Path file(Page page) {
        String key = stage + ' ' + page.getSource().getSha256() + ' ' + page.getIndex() + ' ' + page.getDocumentId();
        return new Path(folder, Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
    }

    /** How often it was left behind; a mark that is older than documents are remembered tells nothing any more. */
    private int crashes(Path file) throws IOException {
        FileSystem files = file.getFileSystem();
        try (FSDataInputStream in = files.open(file)) {
            long age = System.currentTimeMillis() - files.getFileStatus(file).getModificationTime();
            String text = new String(in.readNBytes(MOST_DIGITS), StandardCharsets.US_ASCII);
            return age > remember.toMillis() ? 0 : Integer.parseInt(text);
        } catch (FileNotFoundException e) {
            return 0;
        } catch (NumberFormatException e) {
            return 1; // the process ended while it wrote this
        }
    }

    private static void write(Path file, int crashes) throws IOException {
        try (FSDataOutputStream out = file.getFileSystem().create(file, FileSystem.WriteMode.OVERWRITE)) {
            out.write(Integer.toString(crashes).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Puts everything back: the task ends, the process does not. */
    @Override
    public void close() {
        taken.forEach(Mark::putBack);
    }

    /** Leaves all behind, as a process does that ends: what was in hand may be why the work failed. */
    public void leave() {
        taken.forEach(Mark::leave);
    }

    /** A page in hand. */
    public final class Mark {

        private final Path file;
        private final boolean suspected;
        private boolean back;

        private Mark(Path file, boolean suspected) {
            this.file = file;
            this.suspected = suspected;
            if (suspected) {
                waitForOtherSuspects();
            }
        }

        private static void waitForOtherSuspects() {
            try {
                ONE_SUSPECT.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while another suspected page is in hand");
            }
        }

        /** Any thread; more than once is harmless. */
        public synchronized void putBack() {
            if (back || file == null) {
                return;
            }
            try {
                file.getFileSystem().delete(file, false);
            } catch (IOException e) {
                // Not thrown, for the work is done. It will look as if one process had ended with this page.
                LOG.warn("{} of pagestream.attempts.folder cannot be deleted", file, e);
            } finally {
                letGo();
            }
        }

        /** The work has failed, perhaps because of this page: it stays written down. Any thread. */
        public synchronized void leave() {
            letGo();
        }

        /** Nobody waits for it any more. */
        private synchronized void letGo() {
            if (back) {
                return;
            }
            back = true;
            taken.remove(this);
            if (suspected) {
                ONE_SUSPECT.release();
            }
        }
    }
}
