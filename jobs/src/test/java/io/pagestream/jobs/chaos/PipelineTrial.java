package io.pagestream.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.pipeline.StubEngines;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the stream costs without a model: pages in A4, 448-pixel tiles, answers at once. CPU time is what Linux counts for the
 * threads of the two TaskManagers and their children, so that a busy machine makes the run longer and hardly dearer. Parameters: {@code
 * pipeline.documents} (of five pages each), {@code pipeline.rounds} (of both guarantees; 0: only the pages in flight).
 */
class PipelineTrial {

    private static final int DOCUMENTS = Integer.getInteger("pipeline.documents", 120);
    private static final int ROUNDS = Integer.getInteger("pipeline.rounds", 3);
    private static final int PAGES_EACH = 5;
    private static final int PAGES = DOCUMENTS * PAGES_EACH;
    private static final int MAX_TILES = 12;
    private static final int IN_FLIGHT = 1000;
    private static final Duration MOST = Duration.ofMinutes(15);

    private final StringBuilder report = new StringBuilder();
    private int runs;

    /**
     * One job over all documents.
     *
     * @param pages that were counted: the first tenth warms up
     * @param cpuByThread milliseconds, both TaskManagers together
     */
    private record Run(long pages, double seconds, long cpuMillis, Map<String, Long> cpuByThread) {

        double cpuMillisOfAPage() {
            return (double) cpuMillis / pages;
        }
    }

    @Test
    void whatTheStreamCostsWithoutAModel() throws Exception {
        try (Trial trial = Trial.start("pipeline")) {
            Documents documents = Documents.ofA4(trial.folder().resolve("documents"), DOCUMENTS, PAGES_EACH);
            trial.set("execution.checkpointing.interval", "10s");
            trial.set(PipelineKeys.MAX_TILES.key(), MAX_TILES);
            send(trial, documents);
            double exactly = 0;
            double atLeast = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Run run = run(trial, "EXACTLY_ONCE");
                exactly += run.cpuMillisOfAPage() / ROUNDS;
                stages(run);
                atLeast += run(trial, "AT_LEAST_ONCE").cpuMillisOfAPage() / ROUNDS;
            }
            if (ROUNDS > 0) {
                line(String.format(
                        "CPU of a page: exactly once %.1f ms, at least once %.1f ms, %.1f %% more",
                        exactly, atLeast, 100 * (exactly / atLeast - 1)));
            }
            inFlight(trial);
            Path file = Files.writeString(trial.folder().resolve("report.txt"), report.toString());
            Trial.say("report: " + file);
            assertThat(exactly).as("CPU of a page, exactly once").isLessThanOrEqualTo(1.1 * atLeast);
        }
    }

    private static void send(Trial trial, Documents documents) {
        try (Feeder feeder = new Feeder(trial.broker().servers(), documents.all(), Duration.ofSeconds(1))) {
            Patience.until("all requests are sent", MOST, () -> feeder.sent() == DOCUMENTS);
        }
    }

    /** Reads all requests from the beginning, as a job that is new to the broker. */
    private Run run(Trial trial, String delivery) throws Exception {
        begin(trial, delivery, new StubEngines(448, MAX_TILES, 0));
        awaitPages(trial, PAGES / 10);
        long start = System.nanoTime();
        long first = pagesDone(trial);
        Map<String, Long> before = cpu(trial);
        long cpu = allCpu(trial);
        awaitPages(trial, PAGES);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Long> spent = cpu(trial);
        before.forEach((thread, millis) -> spent.merge(thread, -millis, Long::sum));
        Run run = new Run(PAGES - first, seconds, allCpu(trial) - cpu, spent);
        line(String.format(
                "%s: %d pages in %.1f s, %.1f pages/s, CPU of a page %.1f ms; checkpoints: %s",
                delivery,
                run.pages,
                seconds,
                run.pages / seconds,
                run.cpuMillisOfAPage(),
                trial.flink().rest().checkpointCounts(trial.job())));
        end(trial);
        return run;
    }

    /** Answers take so long that all the room for open pages is taken; then a checkpoint is awaited. */
    private void inFlight(Trial trial) throws Exception {
        trial.set(PipelineKeys.READ_CAPACITY.key(), IN_FLIGHT / 2);
        trial.set(PipelineKeys.MAX_WAITING.key(), 2 * IN_FLIGHT);
        trial.set(PipelineKeys.MAX_TILES.key(), 1);
        begin(
                trial,
                "EXACTLY_ONCE",
                new StubEngines(448, 1, Duration.ofMinutes(10).toMillis()));
        ClusterRest rest = trial.flink().rest();
        Patience.until(
                "pages fill the stream; needs more than " + IN_FLIGHT + " in all, there are " + PAGES,
                MOST,
                () -> rest.arrivedAt(trial.job(), "lanes") >= Math.min(PAGES, IN_FLIGHT));
        trial.awaitAnotherCheckpoint();
        ClusterRest.Checkpoint checkpoint = rest.latestCheckpoint(trial.job()).orElseThrow();
        long arrived = rest.arrivedAt(trial.job(), "lanes");
        line(String.format(
                "%d pages in flight: checkpoint of %d bytes, %d a page, in %d ms",
                arrived - pagesDone(trial), checkpoint.bytes(), checkpoint.bytes() / arrived, checkpoint.millis()));
        end(trial);
    }

    private void begin(Trial trial, String delivery, StubEngines engines) throws Exception {
        runs++;
        trial.set("pagestream.delivery", delivery);
        trial.set(KafkaOptions.GROUP.key(), "run-" + runs);
        trial.set(KafkaOptions.TRANSACTION_PREFIX.key(), "run-" + runs);
        trial.submit(engines);
        trial.awaitRunning();
    }

    private static void end(Trial trial) throws IOException {
        trial.flink().rest().cancel(trial.job());
        Patience.until(
                "the job has ended",
                MOST,
                () -> trial.flink().rest().state(trial.job()).equals("CANCELED"));
    }

    private static void awaitPages(Trial trial, long pages) {
        Patience.until(pages + " pages are done; logs: " + trial.flink().logs(), MOST, () -> pagesDone(trial) >= pages);
    }

    private static long pagesDone(Trial trial) {
        return trial.flink().rest().arrivedAt(trial.job(), "assemble");
    }

    private static Map<String, Long> cpu(Trial trial) {
        Map<String, Long> all = new HashMap<>();
        for (int number = 0; number < trial.flink().taskManagers(); number++) {
            try {
                Vitals.cpuByThread(trial.flink().taskManager(number).pid())
                        .forEach((thread, millis) -> all.merge(thread, millis, Long::sum));
            } catch (IOException e) {
                throw new AssertionError("a TaskManager is gone", e);
            }
        }
        return all;
    }

    private static long allCpu(Trial trial) throws IOException {
        long all = 0;
        for (int number = 0; number < trial.flink().taskManagers(); number++) {
            all += Vitals.ofTree(trial.flink().taskManager(number).pid()).cpuMillis();
        }
        return all;
    }

    private void stages(Run run) {
        Map<String, Long> spent = new TreeMap<>(run.cpuByThread);
        spent.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(14)
                .filter(entry -> entry.getValue() > 0)
                .forEach(entry -> line(String.format(
                        "    %-23s %6.2f ms CPU of a page, %7.1f pages/s of a core",
                        entry.getKey(), (double) entry.getValue() / run.pages, 1000.0 * run.pages / entry.getValue())));
    }

    private void line(String line) {
        report.append(line).append('\n');
        Trial.say(line);
    }
}
