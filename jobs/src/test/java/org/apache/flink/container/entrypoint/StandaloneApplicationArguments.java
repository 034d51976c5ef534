package org.apache.flink.container.entrypoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.entrypoint.parser.CommandLineParser;

/**
 * What Flink makes of the arguments of {@code standalone-job.sh}. In Flink's package, because its parser is visible there only.
 *
 * @param dynamicProperties the keys that {@code -D} sets
 */
public record StandaloneApplicationArguments(
        String jobClassName, List<String> arguments, List<String> dynamicProperties) {

    /** The script puts {@code --configDir} before what it was given. */
    public static StandaloneApplicationArguments parse(Path conf, List<String> given) throws Exception {
        List<String> all = new ArrayList<>(List.of("--configDir", conf.toString()));
        all.addAll(given);
        var parsed = new CommandLineParser<>(new StandaloneApplicationClusterConfigurationParserFactory())
                .parse(all.toArray(String[]::new));
        return new StandaloneApplicationArguments(
                parsed.getJobClassName(),
                List.of(parsed.getArgs()),
                List.copyOf(parsed.getDynamicProperties().stringPropertyNames()));
    }
}
