package io.pagestream.jobs.command;

import io.pagestream.jobs.stream.RunStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Which stream is meant: what {@code run}, {@code send} and {@code replay} share. */
public final class StreamArguments {

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "YAML with the options of the pipeline, of Kafka (kafka.*) and of Flink.")
    private Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "An option that wins over the file; may be given more than once.")
    private Map<String, String> others = new LinkedHashMap<>();

    /**
     * What the file says, and what wins over it.
     *
     * @throws CommandFailure when the file cannot be read or is not YAML
     */
    public Configuration configuration() {
        try {
            Configuration options = RunStream.read(config);
            others.forEach(options::setString);
            return options;
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
