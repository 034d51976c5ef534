package io.pagestream.jobs.chaos;

import java.util.Optional;

/**
 * How long the job took to be well again: until a checkpoint is complete that began after the blow, which is also when what
 * was read since can be seen by readers.
 */
final class Recovery {

    private final Blow blow;
    private final long struck = System.currentTimeMillis();
    private long recovered;

    Recovery(Blow blow) {
        this.blow = blow;
    }

    /** Asks the JobManager once; true from then on when it is so. */
    boolean isOver(Trial trial) {
        if (recovered == 0) {
            Optional<ClusterRest.Checkpoint> latest = trial.flink().rest().latestCheckpoint(trial.job());
            if (latest.isPresent() && latest.get().triggered() > struck) {
                recovered = latest.get().triggered() + latest.get().millis();
            }
        }
        return recovered != 0;
    }

    Blow blow() {
        return blow;
    }

    /** Of the blow, milliseconds since 1970. */
    long struck() {
        return struck;
    }

    /** Zero while it is not over. */
    long millis() {
        return recovered == 0 ? 0 : recovered - struck;
    }
}
