package io.pagestream.operators;

import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.Rotary;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.prompt.Turn;
import io.pagestream.operators.reading.EngineSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine whose answers the test gives by hand. One at a time: {@link #fresh} forgets the one before. */
public final class FakeEngine implements OcrEngine {

    /** A question to the engine and its open answer. */
    public record Asked(ReadingRequest request, CompletableFuture<Reading> answer) {

        public String words() {
            Turn.Part last = request.turns().get(0).parts().get(1);
            return ((Turn.Text) last).text().strip();
        }

        public void answer(String text) {
            answer.complete(text(text));
        }

        /** Answers with a text that did not end by itself. */
        public void breakOff(String text, Reading.Finish why) {
            answer.complete(rated(why, text, 0.5));
        }

        public void refuse(Reading.Reason why) {
            answer.complete(new Reading.Unreadable(why, "as the test wants it"));
        }
    }

    private static FakeEngine current = new FakeEngine();

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private int leases;

    public static FakeEngine fresh() {
        current = new FakeEngine();
        return current;
    }

    public static EngineSource source() {
        return () -> {
            current.leases++;
            return current;
        };
    }

    public static Reading.Text text(String text) {
        return new Reading.Text(
                text,
                text,
                new int[] {1, 2, 3},
                List.of(text, "", ""),
                new float[3],
                Reading.Finish.STOP,
                0.5,
                70,
                Duration.ofMillis(12));
    }

    /** An answer of tokens with these texts and probabilities: a text, a probability, a text, ... */
    public static Reading.Text rated(Reading.Finish finish, Object... piecesAndProbabilities) {
        List<String> pieces = new ArrayList<>();
        float[] logs = new float[piecesAndProbabilities.length / 2];
        for (int i = 0; i < logs.length; i++) {
            pieces.add((String) piecesAndProbabilities[2 * i]);
            logs[i] = (float) Math.log((Double) piecesAndProbabilities[2 * i + 1]);
        }
        String text = String.join("", pieces);
        return new Reading.Text(text, text, new int[logs.length], pieces, logs, finish, 0.5, 70, Duration.ofMillis(12));
    }

    public List<Asked> asked() {
        return asked;
    }

    /** The newest request, once there are {@code count}: tiles are made on a thread of their own. */
    public Asked await(int count) {
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (asked.size() < count && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        if (asked.size() != count) {
            throw new AssertionError("expected " + count + " requests, got " + asked.size());
        }
        return asked.get(count - 1);
    }

    public int openLeases() {
        return leases;
    }

    @Override
    public CompletableFuture<Reading> submit(ReadingRequest request) {
        CompletableFuture<Reading> answer = new CompletableFuture<>();
        asked.add(new Asked(request, answer));
        return answer;
    }

    @Override
    public ModelConfig config() {
        VisionConfig vision = VisionConfig.internVit(56, 14, 8, 1, 8, 1, new Tiling.Dynamic(1, 6, true));
        LanguageConfig language =
                new LanguageConfig("qwen2", 1, 8, 1, 1, 8, 8, 16, 1e-6f, Rotary.plain(1e6), 512, false, true);
        return new ModelConfig("fake", "original", vision, language, "internvl2_5", List.of(1), OptionalInt.empty());
    }

    @Override
    public EngineStats stats() {
        return new EngineStats(0, asked.size(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        leases--;
    }
}
