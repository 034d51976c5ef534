package io.pagestream.jobs.chaos;

import java.io.IOException;
import java.time.Duration;

/** What is done to a process. The one that was killed is started again, as a supervisor does. */
enum Blow {
    KILL_TASK_MANAGER {
        @Override
        void fall(Trial trial) throws IOException {
            int victim = trial.flink().busiest();
            trial.flink().taskManager(victim).kill();
            Patience.pause(RESTART_MILLIS);
            trial.flink().startTaskManager(victim);
        }
    },
    KILL_JOB_MANAGER {
        @Override
        void fall(Trial trial) throws IOException {
            trial.flink().jobManager().kill();
            Patience.pause(RESTART_MILLIS);
            trial.flink().startJobManager();
        }
    },
    KILL_BROKER {
        @Override
        void fall(Trial trial) throws IOException {
            trial.broker().process().kill();
            Patience.pause(RESTART_MILLIS);
            trial.broker().start();
        }
    },
    /** For longer than the heartbeat: its work goes on elsewhere, and then it comes back and knows nothing of it. */
    FREEZE_TASK_MANAGER {
        @Override
        void fall(Trial trial) throws IOException {
            JavaProcess victim = trial.flink().taskManager(trial.flink().busiest());
            victim.freeze();
            Patience.pause(FROZEN.toMillis());
            victim.thaw();
        }
    };

    static final Duration FROZEN = LocalFlink.HEARTBEAT_TIMEOUT.plusSeconds(4);

    private static final long RESTART_MILLIS = 1000;

    /** Returns when the process has been started, or thawed, again. */
    abstract void fall(Trial trial) throws IOException;
}
