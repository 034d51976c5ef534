package io.pagestream.operators.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.junit.jupiter.api.Test;

class TenantCountersTest {

    private final Map<String, Metric> metrics = new ConcurrentHashMap<>();
    private final TenantCounters counters = new TenantCounters(new GenericMetricGroup(
            TestingMetricRegistry.builder()
                    .setRegisterConsumer((metric, name, group) -> metrics.put(group.getAllVariables() + name, metric))
                    .build(),
            null,
            "pagestream"));

    @Test
    void eachTenantHasItsOwnCounts() {
        counters.page("press");
        counters.page("press");
        counters.page("");
        counters.read("press", answer(7));

        assertThat(count("press", "pages")).isEqualTo(2);
        assertThat(count("press", "tokens")).isEqualTo(7);
        assertThat(count("none", "pages")).isEqualTo(1);
        assertThat(((Gauge<?>) metrics.get("{<tenant>=press}deviceSeconds")).getValue())
                .isEqualTo(0.0);
    }

    @Test
    void moreTenantsThanAreShownAreCountedTogether() {
        for (int tenant = 0; tenant < TenantCounters.MOST + 50; tenant++) {
            counters.page("tenant" + tenant);
        }
        counters.page("tenant0");

        assertThat(count("tenant0", "pages")).isEqualTo(2);
        assertThat(count(TenantCounters.OTHER, "pages")).isEqualTo(50);
        assertThat(metrics).hasSize(4 * (TenantCounters.MOST + 1));
    }

    @Test
    void aNameIsWrittenAsALabelAndNoLongerThanOne() {
        counters.page("new\nline");
        counters.page("x".repeat(256));

        assertThat(count("new_line", "pages")).isEqualTo(1);
        assertThat(count("x".repeat(64), "pages")).isEqualTo(1);
    }

    private long count(String tenant, String name) {
        return ((Counter) metrics.get("{<tenant>=" + tenant + "}" + name)).getCount();
    }

    private static Reading.Text answer(int tokens) {
        return new Reading.Text(
                "",
                "",
                new int[tokens],
                java.util.Collections.nCopies(tokens, ""),
                new float[tokens],
                Reading.Finish.STOP,
                1,
                70,
                Duration.ZERO);
    }
}
