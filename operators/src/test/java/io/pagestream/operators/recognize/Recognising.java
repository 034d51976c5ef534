package io.pagestream.operators.recognize;

import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.PageTiler;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.Either;

/** The operator that reads, in a harness, with the fake engine. */
final class Recognising {

    static final Duration PAGE_TIMEOUT = Duration.ofMinutes(2);
    static final int CAPACITY = 8;

    private Recognising() {}

    static Configuration configuration() {
        Configuration config = Samples.configuration();
        config.set(PipelineKeys.PAGE_TIMEOUT, PAGE_TIMEOUT);
        return config;
    }

    static OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, PageText>> opened() throws Exception {
        return opened(configuration());
    }

    static OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, PageText>> opened(Configuration config)
            throws Exception {
        var harness = harness(config);
        harness.open();
        return harness;
    }

    static OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, PageText>> harness() throws Exception {
        return harness(configuration());
    }

    static OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, PageText>> harness(Configuration config)
            throws Exception {
        return harness(config, new ConcurrentHashMap<>());
    }

    /** @param metrics gets what the operator registers, by its path */
    static OneInputStreamOperatorTestHarness<TiledPage, Either<DeadLetter, PageText>> harness(
            Configuration config, Map<String, Metric> metrics) throws Exception {
        var registry = TestingMetricRegistry.builder()
                .setRegisterConsumer((metric, name, group) -> metrics.put(group.getMetricIdentifier(name), metric))
                .build();
        var task = TaskManagerMetricGroup.createTaskManagerMetricGroup(registry, "here", ResourceID.generate())
                .addJob(new JobID(), "job")
                .addTask(ExecutionAttemptID.randomId(), "task");
        var factory = new AsyncWaitOperatorFactory<>(
                new RecognizePage(FakeEngine.source(), PipelineOptions.from(config)),
                PAGE_TIMEOUT.toMillis(),
                CAPACITY,
                OutputMode.UNORDERED);
        var harness = new OneInputStreamOperatorTestHarness<>(
                factory,
                TiledPage.TYPE.createSerializer(null),
                new MockEnvironmentBuilder().setMetricGroup(task).build());
        harness.setup(
                RecognizePage.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }

    static TiledPage tiled(String image) throws Exception {
        return tiled(image, "read");
    }

    static TiledPage tiled(String image, String task, String... questions) throws Exception {
        return tiled(Samples.page(image, task, questions), configuration());
    }

    static TiledPage tiled(Page page, Configuration config) throws Exception {
        try (PageTiler tiler = Samples.tiler(PipelineOptions.from(config))) {
            return tiler.tile(page);
        }
    }

    static <T> StreamRecord<T> record(T value) {
        return new StreamRecord<>(value, 0);
    }
}
