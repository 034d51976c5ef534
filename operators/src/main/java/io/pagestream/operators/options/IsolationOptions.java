package io.pagestream.operators.options;

import io.pagestream.imaging.isolated.ProcessOptions;
import java.io.Serializable;

/**
 * Where documents are decoded, what is remembered of those that end a process, and who knows their passwords.
 *
 * @param mode in processes of their own, or in threads of this one
 * @param processBytes heap of each process
 * @param processes at most, of a TaskManager; 0 for one for each of its cores
 * @param attemptsFolder where pages in hand are written down; empty: nowhere
 * @param passwordProvider class name; empty: only requests bring passwords
 */
public record IsolationOptions(
        Mode mode, long processBytes, int processes, String attemptsFolder, String passwordProvider)
        implements Serializable {

    /** What a document can take down with it. */
    public enum Mode {
        /** A process that is started again. */
        PROCESS,
        /** In the worst case this process. */
        THREAD
    }

    public IsolationOptions {
        Checks.require(
                processBytes >= ProcessOptions.LEAST_HEAP,
                PipelineKeys.PROCESS_MEMORY.key() + " must be at least " + ProcessOptions.LEAST_HEAP + " bytes, got "
                        + processBytes);
        Checks.require(processes >= 0, PipelineKeys.PROCESSES.key() + " must not be negative, got " + processes);
    }

    /** At most so many processes here. */
    public int processCount() {
        return processes > 0 ? processes : Runtime.getRuntime().availableProcessors();
    }
}
