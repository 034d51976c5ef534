package io.pagestream.jobs.bench;

import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Measures an engine through its door, by requests and the differences of its counters. Every prompt and every tile is new,
 * so that nothing is found in a cache.
 */
final class BenchEngine {

    private final OcrEngine engine;
    private final Repeats repeats;
    private final Random random = new Random(1);
    private int prompts;

    BenchEngine(OcrEngine engine, Repeats repeats) {
        this.engine = engine;
        this.repeats = repeats;
    }

    /** Answers one small request of each kind, so that nothing is measured the first time. */
    void warmUp() {
        secondsPerTileOnce(1);
        answer(2, 8, 8);
    }

    /** Time in the vision encoder for one tile, when a page has {@code tiles} of them. */
    double secondsPerTile(int tiles) {
        return repeats.median(() -> secondsPerTileOnce(tiles));
    }

    private double secondsPerTileOnce(int tiles) {
        ReadingRequest request = question(randomPage(tiles), 1);
        EngineStats before = engine.stats();
        finish(List.of(engine.submit(request)));
        EngineStats after = engine.stats();
        return (after.encodeNanos() - before.encodeNanos()) / 1e9 / (after.tilesEncoded() - before.tilesEncoded());
    }

    /** Tokens of a prompt of about {@code words} words that the decoder computes in a second. */
    double prefillTokensPerSecond(int words) {
        return repeats.median(() -> {
            Spent spent = answer(1, words, 1);
            return spent.promptTokens / spent.seconds;
        });
    }

    /**
     * Tokens of answers that the decoder chooses in a second while it answers {@code batch} requests together: what {@code
     * tokens} further tokens take, so that the prompts do not count.
     */
    double decodeTokensPerSecond(int batch, int words, int tokens) {
        return repeats.median(() -> {
            Spent first = answer(batch, words, 1);
            Spent all = answer(batch, words, 1 + tokens);
            return (all.answerTokens - first.answerTokens) / (all.seconds - first.seconds);
        });
    }

    /** @param medianSeconds from the offer of a page to its answer */
    record Throughput(double pagesPerSecond, double medianSeconds) {}

    /** Pages that are offered at the same time, each with an answer of {@code tokens} tokens. */
    Throughput pagesInFlight(int pages, int tiles, int tokens) {
        List<Double> took = new ArrayList<>();
        double rate = repeats.median(() -> {
            long start = System.nanoTime();
            List<CompletableFuture<Reading>> open = new ArrayList<>();
            for (int page = 0; page < pages; page++) {
                open.add(engine.submit(question(randomPage(tiles), tokens)));
            }
            finish(open);
            double seconds = (System.nanoTime() - start) / 1e9;
            open.forEach(each -> took.add(((Reading.Text) each.join()).took().toNanos() / 1e9));
            return pages / seconds;
        });
        took.sort(null);
        return new Throughput(rate, took.get(took.size() / 2));
    }

    /** Seconds to the first token: of the first question about a page, and the median of the others. */
    record FirstTokens(double first, double others) {}

    FirstTokens questionsAboutOnePage(int questions, int tiles) {
        List<Double> others = new ArrayList<>();
        double first = repeats.median(() -> {
            TileBatch page = randomPage(tiles);
            double seconds = 0;
            for (int question = 0; question < questions; question++) {
                long start = System.nanoTime();
                finish(List.of(engine.submit(question(page, 1))));
                double taken = (System.nanoTime() - start) / 1e9;
                if (question == 0) {
                    seconds = taken;
                } else {
                    others.add(taken);
                }
            }
            return seconds;
        });
        others.sort(null);
        return new FirstTokens(first, others.get(others.size() / 2));
    }

    private TileBatch randomPage(int tiles) {
        int side = engine.config().vision().imageSide();
        byte[] pixels = new byte[tiles * side * side * 3];
        random.nextBytes(pixels);
        return TileBatch.of(tiles, side, pixels);
    }

    private ReadingRequest question(TileBatch page, int tokens) {
        return new ReadingRequest(
                List.of(Turn.userWithImage(words(8))),
                List.of(page),
                SamplingRule.greedy(tokens).withoutEnd());
    }

    private Spent answer(int batch, int words, int tokens) {
        EngineStats before = engine.stats();
        List<CompletableFuture<Reading>> open = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            open.add(engine.submit(new ReadingRequest(
                    List.of(Turn.user(words(words))),
                    List.of(),
                    SamplingRule.greedy(tokens).withoutEnd())));
        }
        finish(open);
        EngineStats after = engine.stats();
        return new Spent(
                after.promptTokens() - before.promptTokens(),
                after.answerTokens() - before.answerTokens(),
                (after.stepNanos() - before.stepNanos()) / 1e9);
    }

    /** Begins with a number that no other prompt begins with. */
    private String words(int count) {
        return ++prompts + " page".repeat(count);
    }

    private static void finish(List<CompletableFuture<Reading>> open) {
        for (CompletableFuture<Reading> each : open) {
            if (each.join() instanceof Reading.Unreadable refused) {
                throw new CommandFailure("the engine refused to be measured: " + refused.detail());
            }
        }
    }

    private record Spent(long promptTokens, long answerTokens, double seconds) {}
}
