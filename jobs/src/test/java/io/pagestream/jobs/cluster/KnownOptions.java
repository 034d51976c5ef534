package io.pagestream.jobs.cluster;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.RegistryOptions;
import io.pagestream.operators.options.SinkOptions;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import org.apache.flink.autoscaler.config.AutoScalerOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalResourceOptions;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.fs.s3native.NativeS3FileSystemFactory;

/** The keys that somebody reads, found in the classes that read them. */
final class KnownOptions {

    private static final String OPTIONS = "org/apache/flink/configuration/[A-Za-z0-9]+Options\\.class";

    private KnownOptions() {}

    static Set<String> ofPagestream() throws ReflectiveOperationException {
        Set<String> keys = new HashSet<>();
        for (Class<?> declaring :
                List.of(PipelineKeys.class, SinkOptions.class, KafkaOptions.class, RegistryOptions.class)) {
            addKeys(declaring, keys);
        }
        return keys;
    }

    /** Flink's own, the S3 plug-in's, the autoscaler's, and those of a reporter prom and a resource gpu. */
    static Set<String> ofFlink() throws Exception {
        Set<String> keys = new HashSet<>();
        try (JarFile jar = new JarFile(jarOf(CoreOptions.class))) {
            for (var entry : jar.stream().toList()) {
                if (entry.getName().matches(OPTIONS)) {
                    addKeys(Class.forName(entry.getName().replace(".class", "").replace('/', '.')), keys);
                }
            }
        }
        addKeys(NativeS3FileSystemFactory.class, keys);
        addKeys(AutoScalerOptions.class, keys);
        keys.add("metrics.reporter.prom." + MetricOptions.REPORTER_FACTORY_CLASS.key());
        keys.add("metrics.reporter.prom.port");
        keys.add(ExternalResourceOptions.getAmountConfigOptionForResource("gpu"));
        keys.add(ExternalResourceOptions.getSystemConfigKeyConfigOptionForResource("gpu", "kubernetes.config-key"));
        return keys;
    }

    private static File jarOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toFile();
    }

    private static void addKeys(Class<?> declaring, Set<String> keys) throws ReflectiveOperationException {
        for (Field field : declaring.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())
                    && Modifier.isStatic(field.getModifiers())
                    && field.getType() == ConfigOption.class) {
                ConfigOption<?> option = (ConfigOption<?>) field.get(null);
                keys.add(option.key());
                for (FallbackKey further : option.fallbackKeys()) {
                    if (!further.isDeprecated()) {
                        keys.add(further.getKey());
                    }
                }
            }
        }
    }
}
