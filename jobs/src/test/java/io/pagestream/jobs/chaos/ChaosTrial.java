package io.pagestream.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.pipeline.StubEngines;
import io.pagestream.operators.options.PipelineKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A long run with a kill every half a minute, all four kinds in each round, shuffled from a seed. Every page has to come out once, with its own
 * text, and every dead letter once. Parameters, all with defaults: {@code chaos.minutes}, {@code chaos.documents}, {@code
 * chaos.every} (seconds between two blows), {@code chaos.seed}.
 */
class ChaosTrial {

    private static final Duration MINUTES = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 20));
    private static final int DOCUMENTS = Integer.getInteger("chaos.documents", 5000);
    private static final Duration EVERY = Duration.ofSeconds(Integer.getInteger("chaos.every", 30));
    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final Duration ENDING = Duration.ofMinutes(5);
    private static final StubEngines ENGINES = new StubEngines(224, 1, 300);
    private static final int READ_CAPACITY = 64;

    private final Random random = new Random(SEED);
    private final LinkedList<Blow> deck = new LinkedList<>();
    private final List<Recovery> recoveries = new ArrayList<>();
    private CompletableFuture<Void> falling = CompletableFuture.completedFuture(null);
    private int revived;
    private long asked;

    @Test
    void everyPageComesOutOnceWhileSomethingIsKilledAllTheTime() throws Exception {
        try (Trial trial = Trial.start("chaos")) {
            Documents documents = Documents.generate(trial.folder().resolve("documents"), DOCUMENTS, SEED);
            trial.set(PipelineKeys.READ_CAPACITY.key(), READ_CAPACITY);
            trial.submit(ENGINES);
            trial.awaitRunning();
            Trial.say(DOCUMENTS + " documents, " + documents.pages() + " pages, over " + MINUTES.toMinutes()
                    + " min; a blow every " + EVERY.toSeconds() + " s; seed " + SEED);
            long start = System.nanoTime();
            try (Feeder feeder = new Feeder(trial.broker().servers(), documents.all(), MINUTES)) {
                strikeWhile(trial, documents, feeder, start);
                trial.awaitAnswers(documents, feeder, ENDING, () -> watch(trial));
                Patience.until(
                        "recovery from every blow",
                        ENDING,
                        () -> recoveries.stream().allMatch(recovery -> recovery.isOver(trial)));
            }
            Verdict verdict = Verdict.of(documents, trial.output(), true);

            write(trial, documents, verdict, System.nanoTime() - start);
            assertThat(verdict.problems()).isEmpty();
        }
    }

    private void strikeWhile(Trial trial, Documents documents, Feeder feeder, long start) {
        long blows = 0;
        long said = 0;
        while (System.nanoTime() - start < MINUTES.toNanos()) {
            watch(trial);
            long elapsed = System.nanoTime() - start;
            if (elapsed > EVERY.toNanos() * (blows + 1) && falling.isDone()) {
                strike(trial);
                blows++;
            }
            if (elapsed > said * 10_000_000_000L) {
                said++;
                Trial.say(String.format("%4d s: ", elapsed / 1_000_000_000L) + trial.progress(documents, feeder));
            }
        }
        falling.join();
    }

    private void strike(Trial trial) {
        if (deck.isEmpty()) {
            deck.addAll(List.of(Blow.values()));
            Collections.shuffle(deck, random);
        }
        Blow blow = deck.pop();
        recoveries.add(new Recovery(blow));
        Trial.say("-- " + blow);
        falling = CompletableFuture.runAsync(() -> {
            try {
                blow.fall(trial);
            } catch (IOException e) {
                throw new AssertionError(blow + " could not be done", e);
            }
        });
    }

    /** Takes what has come out, notices who is well again, and starts again what has ended by itself, as a supervisor does. */
    private void watch(Trial trial) {
        trial.output().poll();
        if (System.nanoTime() - asked < 1_000_000_000L) {
            return; // the JobManager has other things to do
        }
        asked = System.nanoTime();
        for (Recovery recovery : recoveries) {
            boolean before = recovery.millis() > 0;
            if (recovery.isOver(trial) && !before) {
                Trial.say("   " + recovery.blow() + ": well again after " + recovery.millis() + " ms");
            }
        }
        if (falling.isDone()) {
            falling.join();
            revived += revive(trial);
        }
    }

    private static int revive(Trial trial) {
        try {
            return trial.flink().revive();
        } catch (IOException e) {
            throw new AssertionError("what has ended by itself could not be started again", e);
        }
    }

    private void write(Trial trial, Documents documents, Verdict verdict, long nanos) throws IOException {
        ChaosReport report = new ChaosReport(recoveries);
        report.put("documents sent", documents.all().size());
        report.put("pages of good documents", documents.pages());
        report.put("blows", recoveries.size());
        report.put("seconds between blows", EVERY.toSeconds());
        report.put("seconds in all", nanos / 1_000_000_000L);
        report.put("seed", SEED);
        report.put("processes that ended by themselves and were started again", revived);
        report.put("committed output", verdict);
        report.put("processors", Runtime.getRuntime().availableProcessors());
        Trial.say(verdict.toString());
        Trial.say("report: " + report.writeTo(trial.folder()));
    }
}
