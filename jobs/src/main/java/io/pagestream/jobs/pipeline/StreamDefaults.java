package io.pagestream.jobs.pipeline;

import io.pagestream.operators.options.PipelineOptions;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the pipeline needs of Flink. What a person has set stays as it is, but for the two that it cannot do without. */
final class StreamDefaults {

    /** After this long behind a slow model a checkpoint overtakes the records in the buffers. */
    private static final Duration ALIGNED_TIMEOUT = Duration.ofSeconds(1);

    private StreamDefaults() {}

    static void applyTo(StreamExecutionEnvironment env, PipelineOptions options) {
        ReadableConfig set = env.getConfiguration();
        Configuration defaults = new Configuration();
        // Aligned checkpoints starve before a slow model: their barriers queue behind every record that waits for it.
        setUnlessSet(set, defaults, CheckpointingOptions.ENABLE_UNALIGNED, true);
        setUnlessSet(set, defaults, CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, ALIGNED_TIMEOUT);
        // Without this a type that Flink does not know would be written by Kryo, which cannot evolve.
        defaults.set(org.apache.flink.configuration.PipelineOptions.GENERIC_TYPES, false);
        env.configure(defaults);
        env.setMaxParallelism(options.stream().maxParallelism());
    }

    private static <T> void setUnlessSet(ReadableConfig set, Configuration defaults, ConfigOption<T> option, T value) {
        if (set.getOptional(option).isEmpty()) {
            defaults.set(option, value);
        }
    }
}
