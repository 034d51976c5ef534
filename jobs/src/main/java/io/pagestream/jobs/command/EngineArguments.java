package io.pagestream.jobs.command;

import io.pagestream.models.ModelFolder;
import io.pagestream.operators.options.IsolationOptions;
import io.pagestream.operators.options.PipelineKeys;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Which model, on what. */
public final class EngineArguments {

    @Option(
            names = "--model",
            paramLabel = "FOLDER",
            defaultValue = "embedded",
            description = "Folder of a model: config.json, tokenizer and safetensors files, as Hugging Face has them."
                    + " Default: the small model inside.")
    private String model;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "cpu, cpu:f32, cpu:bf16 or cuda:0. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any other option of the pipeline or of Flink, for example"
                    + " pagestream.engine.kv-cache=1gb; may be given more than once.")
    private Map<String, String> others = new LinkedHashMap<>();

    public String model() {
        return model;
    }

    public String device() {
        return device;
    }

    /** Looks through the model's folder, so that a wrong one is told at once. */
    public ModelFolder folder() {
        return isEmbedded() ? ModelFolder.embedded() : ModelFolder.of(Path.of(model));
    }

    private boolean isEmbedded() {
        return model.equals(PipelineKeys.MODEL.defaultValue());
    }

    /** The keys that these arguments set; those given by {@code --set} come last and win. */
    public void applyTo(Configuration config) {
        config.set(
                PipelineKeys.MODEL,
                isEmbedded() ? model : Path.of(model).toAbsolutePath().toString());
        config.set(PipelineKeys.DEVICE, device);
        if (!config.contains(PipelineKeys.ISOLATION)) {
            // A person's own files, and a person who waits: no process has to be started first.
            config.set(PipelineKeys.ISOLATION, IsolationOptions.Mode.THREAD);
        }
        others.forEach(config::setString);
    }
}
