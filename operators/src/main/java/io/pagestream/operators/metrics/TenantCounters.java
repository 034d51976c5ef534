package io.pagestream.operators.metrics;

import io.pagestream.engine.request.Reading;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * What was done for each tenant, under {@code tenant.<TENANT>}, which Prometheus shows as a label. Whoever sends requests
 * names tenants, and each name costs a monitoring system memory for ever: an operator shows the first {@link #MOST}, and the
 * others together as {@link #OTHER}. Any thread.
 */
final class TenantCounters {

    static final int MOST = 100;
    static final String OTHER = "other";

    /** Of requests that name none. */
    static final String NONE = "none";

    private static final int LONGEST = 64;

    private final MetricGroup group;
    private final Map<String, Counts> shown = new ConcurrentHashMap<>();

    TenantCounters(MetricGroup group) {
        this.group = group;
    }

    void page(String tenant) {
        of(tenant).pages.inc();
    }

    /** An answer of the engine, whatever becomes of it. */
    void read(String tenant, Reading.Text answer) {
        Counts counts = of(tenant);
        counts.tokens.inc(answer.tokens().length);
        counts.tiles.inc(answer.trace().tiles());
        counts.deviceSeconds.add(answer.trace().deviceMilliseconds() / 1000);
    }

    private Counts of(String tenant) {
        String name = label(tenant);
        Counts counts = shown.get(name);
        return counts == null ? admitted(name) : counts;
    }

    /** As Flink's reporter would write it: names that differ in nothing else share their counters. */
    private static String label(String tenant) {
        String plain = tenant.substring(0, Math.min(LONGEST, tenant.length())).replaceAll("[^a-zA-Z0-9:_]", "_");
        return plain.isEmpty() ? NONE : plain;
    }

    private synchronized Counts admitted(String name) {
        boolean room = shown.containsKey(name) || shown.size() < MOST;
        return shown.computeIfAbsent(room ? name : OTHER, label -> new Counts(group.addGroup("tenant", label)));
    }

    private static final class Counts {

        private final Counter pages;
        private final Counter tokens;
        private final Counter tiles;
        private final DoubleAdder deviceSeconds = new DoubleAdder();

        Counts(MetricGroup group) {
            pages = group.counter("pages", new ThreadSafeSimpleCounter());
            tokens = group.counter("tokens", new ThreadSafeSimpleCounter());
            tiles = group.counter("tiles", new ThreadSafeSimpleCounter());
            group.gauge("deviceSeconds", (Gauge<Double>) deviceSeconds::sum);
        }
    }
}
