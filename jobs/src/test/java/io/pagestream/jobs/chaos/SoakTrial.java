package io.pagestream.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.pipeline.StubEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * The stream under an even load for {@code soak.minutes}: heap, memory outside of it, threads and file handles of the
 * TaskManagers and the JobManager stay where they are. Samples go to {@code samples.csv}; the first third is left out of the
 * judgement, which is the slope of a straight line through the others. {@code soak.rate}: documents a second.
 */
class SoakTrial {

    private static final Duration MINUTES = Duration.ofMinutes(Integer.getInteger("soak.minutes", 30));
    private static final int RATE = Integer.getInteger("soak.rate", 4);
    private static final long PAUSE_MILLIS = 5000;
    private static final Duration ENDING = Duration.ofMinutes(5);

    /** A run that is shorter says what it saw and judges nothing: machines warm up for minutes. */
    private static final Duration SHORTEST_JUDGED = Duration.ofMinutes(15);

    /**
     * Of one process at one moment.
     *
     * @param resident the whole heap as far as it was ever used, and all native memory, that of its decoding children too
     * @param alone the same without the children
     */
    private record Sample(
            double second, String process, long heap, long resident, long alone, int threads, int handles) {}

    private final List<Sample> samples = new ArrayList<>();

    @Test
    void memoryThreadsAndFilesStayWhereTheyAre() throws Exception {
        int count = (int) MINUTES.toSeconds() * RATE;
        try (Trial trial = Trial.start("soak")) {
            Documents documents = Documents.generate(trial.folder().resolve("documents"), count, 3);
            trial.submit(new StubEngines(448, 6, 200));
            trial.awaitRunning();
            try (Feeder feeder = new Feeder(trial.broker().servers(), documents.all(), MINUTES)) {
                sampleWhile(trial, feeder, count);
                trial.awaitAnswers(documents, feeder, ENDING, () -> {});
            }
            Verdict verdict = Verdict.of(documents, trial.output(), true);

            Trial.say(verdict.toString());
            Trial.say("samples: " + write(trial.folder()));
            assertThat(verdict.problems()).isEmpty();
            judge();
        }
    }

    private void sampleWhile(Trial trial, Feeder feeder, int count) throws IOException {
        long start = System.nanoTime();
        while (feeder.sent() < count) {
            trial.output().poll();
            Patience.pause(PAUSE_MILLIS);
            double second = (System.nanoTime() - start) / 1e9;
            ClusterRest rest = trial.flink().rest();
            for (int number = 0; number < trial.flink().taskManagers(); number++) {
                long heap = rest.figure(trial.flink().resourceId(number), "Status.JVM.Memory.Heap.Used");
                sample(second, trial.flink().taskManager(number), heap);
            }
            sample(second, trial.flink().jobManager(), rest.jobManagerFigure("Status.JVM.Memory.Heap.Used"));
            if (samples.size() / 3 % 12 == 0) {
                Trial.say(String.format(
                        "%5.0f s, sent %d of %d; %s", second, feeder.sent(), count, samples.get(samples.size() - 2)));
            }
        }
    }

    private void sample(double second, JavaProcess process, long heap) throws IOException {
        Vitals vitals = Vitals.ofTree(process.pid());
        samples.add(new Sample(
                second,
                process.name(),
                heap,
                vitals.residentBytes(),
                Vitals.of(process.pid()).residentBytes(),
                vitals.threads(),
                vitals.handles()));
    }

    private Path write(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("second,process,heapBytes,residentBytes,residentBytesAlone,threads,handles");
        for (Sample each : samples) {
            lines.add(String.format(
                    "%.1f,%s,%d,%d,%d,%d,%d",
                    each.second, each.process, each.heap, each.resident, each.alone, each.threads, each.handles));
        }
        return Files.write(folder.resolve("samples.csv"), lines);
    }

    private void judge() {
        List<String> growing = new ArrayList<>();
        for (String process : samples.stream().map(Sample::process).distinct().toList()) {
            List<Sample> own = samples.stream()
                    .filter(sample -> sample.process.equals(process) && sample.second > MINUTES.toSeconds() / 3.0)
                    .toList();
            flat(process, "MB of heap", own, sample -> sample.heap / 1048576.0, 40, growing);
            flat(process, "MB resident", own, sample -> sample.resident / 1048576.0, 40, growing);
            flat(process, "threads", own, sample -> sample.threads, 4, growing);
            flat(process, "handles", own, sample -> sample.handles, 8, growing);
        }
        if (MINUTES.compareTo(SHORTEST_JUDGED) >= 0) {
            assertThat(growing).isEmpty();
        } else {
            Trial.say("not judged: shorter than " + SHORTEST_JUDGED.toMinutes() + " minutes");
        }
    }

    /** Least squares; {@code most} is what it may grow in an hour. */
    private static void flat(
            String process,
            String what,
            List<Sample> own,
            ToDoubleFunction<Sample> value,
            double most,
            List<String> out) {
        double x = own.stream().mapToDouble(Sample::second).average().orElse(0);
        double y = own.stream().mapToDouble(value).average().orElse(0);
        double up = own.stream()
                .mapToDouble(sample -> (sample.second - x) * (value.applyAsDouble(sample) - y))
                .sum();
        double across = own.stream()
                .mapToDouble(sample -> Math.pow(sample.second - x, 2))
                .sum();
        double perHour = across == 0 ? 0 : up / across * 3600;
        String line = String.format("%s: %.0f %s on average, %+.1f an hour", process, y, what, perHour);
        Trial.say(line);
        if (perHour > most) {
            out.add(line);
        }
    }
}
