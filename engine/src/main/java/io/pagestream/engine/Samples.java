package io.pagestream.engine;

import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Several answers to one request. They are requests of their own with seeds that count up, sent together, so that the
 * scheduler computes their prompt once.
 */
public final class Samples {

    private static final int MOST = 256;

    private Samples() {}

    /** Answers by chance: {@code count} of them, with the seed of the request's rule, the next one, and so on. */
    public static CompletableFuture<List<Reading>> read(OcrEngine engine, ReadingRequest request, int count) {
        return read(engine, request, count, false);
    }

    /** As {@link #read}, but the first answer is the most likely one: how VLMEvalKit asks for the best of N. */
    public static CompletableFuture<List<Reading>> readFirstGreedy(
            OcrEngine engine, ReadingRequest request, int count) {
        return read(engine, request, count, true);
    }

    /** Cancelling the result cancels all requests; when one fails, so does the result, after all have ended. */
    private static CompletableFuture<List<Reading>> read(
            OcrEngine engine, ReadingRequest request, int count, boolean firstGreedy) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("one can ask for 1 to " + MOST + " samples, got " + count);
        }
        Draw draw = request.sampling().draw();
        if (draw.isGreedy() && count > 1) {
            throw new IllegalArgumentException(
                    "the most likely answer is always the same: samples need a temperature above 0");
        }
        List<CompletableFuture<Reading>> readings = new ArrayList<>(count);
        IntStream.range(0, count)
                .mapToObj(i -> i == 0 && firstGreedy ? Draw.GREEDY : draw.withSeed(draw.seed() + i))
                .forEach(each -> readings.add(engine.submit(with(request, each))));
        CompletableFuture<List<Reading>> all = CompletableFuture.allOf(readings.toArray(new CompletableFuture<?>[0]))
                .thenApply(
                        done -> readings.stream().map(CompletableFuture::join).toList());
        all.whenComplete((result, error) -> readings.forEach(reading -> reading.cancel(false)));
        return all;
    }

    private static ReadingRequest with(ReadingRequest request, Draw draw) {
        return request.withSampling(request.sampling().with(draw));
    }
}
