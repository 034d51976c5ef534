package io.pagestream.operators.metrics;

import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Shows the engine's counters as Flink gauges, for example {@code <operator>.engine.running}. The engine is shared by the
 * subtasks of a JVM: on a dashboard take the maximum over them, not the sum. Names do not change: dashboards depend on
 * them.
 */
public final class EngineGauges {

    private EngineGauges() {}

    public static void register(MetricGroup operator, OcrEngine engine) {
        MetricGroup group = operator.addGroup("engine");
        now(group, engine);
        sinceTheStart(group, engine);
    }

    /** How it is at this moment. */
    private static void now(MetricGroup group, OcrEngine engine) {
        count(group, engine, "waiting", EngineStats::waiting);
        count(group, engine, "running", EngineStats::running);
        count(group, engine, "blocksInUse", EngineStats::blocksInUse);
        count(group, engine, "blocks", EngineStats::blocks);
        count(group, engine, "batch", EngineStats::batch);
    }

    /** What only grows; a dashboard shows how fast. */
    private static void sinceTheStart(MetricGroup group, OcrEngine engine) {
        count(group, engine, "answered", EngineStats::answered);
        count(group, engine, "refused", EngineStats::refused);
        count(group, engine, "cancelled", EngineStats::cancelled);
        count(group, engine, "steps", EngineStats::steps);
        count(group, engine, "tilesEncoded", EngineStats::tilesEncoded);
        count(group, engine, "promptTokens", EngineStats::promptTokens);
        count(group, engine, "sharedTokens", EngineStats::sharedTokens);
        count(group, engine, "answerTokens", EngineStats::answerTokens);
        count(group, engine, "draftedTokens", EngineStats::drafted);
        count(group, engine, "acceptedTokens", EngineStats::accepted);
        count(group, engine, "madeRoom", EngineStats::madeRoom);
        count(group, engine, "loopsCut", EngineStats::loopsCut);
        count(group, engine, "loopTokens", EngineStats::loopTokens);
        count(group, engine, "encodeNanos", EngineStats::encodeNanos);
        count(group, engine, "stepNanos", EngineStats::stepNanos);
        count(group, engine, "busyNanos", EngineStats::busyNanos);
        count(group, engine, "starvedNanos", EngineStats::starvedNanos);
        count(group, engine, "formNanos", EngineStats::formNanos);
        count(group, engine, "maskNanos", EngineStats::maskNanos);
        gauge(group, engine, "meanBatch", EngineStats::meanBatch);
    }

    private static void count(MetricGroup group, OcrEngine engine, String name, ToLongFunction<EngineStats> value) {
        gauge(group, engine, name, value::applyAsLong);
    }

    private static <T> void gauge(MetricGroup group, OcrEngine engine, String name, Function<EngineStats, T> value) {
        group.gauge(name, (Gauge<T>) () -> value.apply(engine.stats()));
    }
}
