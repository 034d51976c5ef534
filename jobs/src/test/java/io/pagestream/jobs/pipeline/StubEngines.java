package io.pagestream.jobs.pipeline;

import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.Rotary;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.operators.reading.EngineSource;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Engines without a model, which measure and try the stream around one: they read a {@link BarCode} and answer after a
 * time, as many at once as are asked.
 *
 * @param side pixels of a tile's side
 * @param maxTiles of a page
 * @param millis until an answer
 * @param deadly the text of a page that ends the process in which it is asked about; empty: none does
 */
public record StubEngines(int side, int maxTiles, long millis, String deadly) implements EngineSource {

    private static final int HALTED = 86;

    public StubEngines(int side, int maxTiles, long millis) {
        this(side, maxTiles, millis, "");
    }

    @Override
    public OcrEngine lease() {
        return new Engine(this);
    }

    private static final class Engine implements OcrEngine {

        private final StubEngines stub;
        private final Set<CompletableFuture<Reading>> open = ConcurrentHashMap.newKeySet();
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "stub-engine");
            thread.setDaemon(true);
            return thread;
        });

        Engine(StubEngines stub) {
            this.stub = stub;
        }

        @Override
        public CompletableFuture<Reading> submit(ReadingRequest request) {
            CompletableFuture<Reading> answer = new CompletableFuture<>();
            String text = BarCode.read(request.images().get(0));
            if (!stub.deadly.isEmpty() && stub.deadly.equals(text)) {
                Runtime.getRuntime().halt(HALTED); // as native code does that goes wrong
            }
            Reading reading = new Reading.Text(
                    text,
                    text,
                    new int[] {1, 2, 3},
                    List.of(text, "", ""),
                    new float[3],
                    Reading.Finish.STOP,
                    1,
                    70,
                    Duration.ofMillis(stub.millis));
            open.add(answer);
            answer.whenComplete((done, failure) -> open.remove(answer));
            clock.schedule(() -> answer.complete(reading), stub.millis, TimeUnit.MILLISECONDS);
            return answer;
        }

        @Override
        public ModelConfig config() {
            VisionConfig vision =
                    VisionConfig.internVit(stub.side, 14, 8, 1, 8, 1, new Tiling.Dynamic(1, stub.maxTiles, true));
            LanguageConfig language =
                    new LanguageConfig("qwen2", 1, 8, 1, 1, 8, 8, 16, 1e-6f, Rotary.plain(1e6), 512, false, true);
            return new ModelConfig(
                    "stub", "original", vision, language, "internvl2_5", List.of(1), OptionalInt.empty());
        }

        @Override
        public EngineStats stats() {
            return new EngineStats(0, open.size(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {
            clock.shutdownNow();
            open.forEach(answer -> answer.cancel(false));
        }
    }
}
