package io.pagestream.jobs.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.YamlParserUtils;

/** A YAML file of options, nested or with dots; Flink's own keys may stand in it too. */
final class ConfigFile {

    private static final long MAX_BYTES = 1 << 20;

    private ConfigFile() {}

    /** @throws IOException when the file cannot be read or is not YAML */
    static Configuration read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("the configuration " + file + " does not exist or is no file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("the configuration " + file + " is larger than " + MAX_BYTES + " bytes");
        }
        Configuration config = new Configuration();
        try {
            flatten("", YamlParserUtils.loadYamlFile(file.toFile()), config);
        } catch (RuntimeException | IOException e) {
            throw new IOException("the configuration " + file + " is not YAML that can be read: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IOException("the configuration " + file + " cannot be read", e);
        }
        return config;
    }

    private static void flatten(String prefix, Map<?, ?> from, Configuration into) {
        from.forEach((name, value) -> {
            String key = prefix + name;
            if (value instanceof Map<?, ?> nested) {
                flatten(key + ".", nested, into);
            } else if (value instanceof Collection<?> list) {
                into.setString(key, list.stream().map(String::valueOf).collect(Collectors.joining(";")));
            } else if (value != null) {
                into.setString(key, value.toString());
            }
        });
    }
}
