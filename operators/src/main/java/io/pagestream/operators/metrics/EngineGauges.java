package io.pagestream.operators.metrics;

import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Shows the engine's counters as Flink gauges, for example {@code <operator>.engine.running}. The engine is shared by the
 * subtasks of a JVM: on a dashboard take the maximum over them, not the sum.
 */
public final class EngineGauges {

    private EngineGauges() {}

    public static void register(MetricGroup operator, OcrEngine engine) {
        MetricGroup group = operator.addGroup("engine");
        gauge(group, engine, "waiting", EngineStats::waiting);
        gauge(group, engine, "running", EngineStats::running);
        gauge(group, engine, "answered", EngineStats::answered);
        gauge(group, engine, "refused", EngineStats::refused);
        gauge(group, engine, "cancelled", EngineStats::cancelled);
        gauge(group, engine, "steps", EngineStats::steps);
        gauge(group, engine, "tilesEncoded", EngineStats::tilesEncoded);
        gauge(group, engine, "promptTokens", EngineStats::promptTokens);
        gauge(group, engine, "answerTokens", EngineStats::answerTokens);
        gauge(group, engine, "encodeNanos", EngineStats::encodeNanos);
        gauge(group, engine, "stepNanos", EngineStats::stepNanos);
        gauge(group, engine, "blocksInUse", EngineStats::blocksInUse);
        gauge(group, engine, "blocks", EngineStats::blocks);
    }

    private static void gauge(MetricGroup group, OcrEngine engine, String name, ToLongFunction<EngineStats> value) {
        group.gauge(name, (Gauge<Long>) () -> value.applyAsLong(engine.stats()));
    }
}
