package io.pagestream.operators.claim;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Removes the days of a claim store that are over for longer than they are kept. Any thread; blocks it. */
public final class ClaimRetention {

    private final Path store;
    private final Duration keep;
    private final Clock clock;

    /**
     * @param store as {@link ContentStore} has it
     * @param keep counted from the end (UTC) of the day on which a document came
     */
    public ClaimRetention(String store, Duration keep, Clock clock) {
        this.store = new Path(store);
        this.keep = keep;
        this.clock = clock;
    }

    /** How many days were removed. */
    public int clean() throws IOException {
        FileSystem files = store.getFileSystem();
        FileStatus[] days = files.exists(store) ? files.listStatus(store) : null;
        int removed = 0;
        for (FileStatus day : days == null ? new FileStatus[0] : days) {
            if (day.isDir() && isOver(day.getPath().getName()) && files.delete(day.getPath(), true)) {
                removed++;
            }
        }
        return removed;
    }

    /** What is not named after a day is not ours. */
    private boolean isOver(String name) {
        try {
            return LocalDate.parse(name)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .plus(keep)
                    .isBefore(clock.instant());
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
