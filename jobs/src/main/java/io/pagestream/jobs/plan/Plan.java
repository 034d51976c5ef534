package io.pagestream.jobs.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.engine.EngineOptions;
import io.pagestream.engine.EnginePlan;
import io.pagestream.jobs.command.EngineArguments;
import io.pagestream.jobs.command.ExitCode;
import io.pagestream.jobs.command.OutputArguments;
import io.pagestream.jobs.command.Streams;
import io.pagestream.models.ModelFolder;
import io.pagestream.models.plan.MemoryPlan;
import io.pagestream.operators.options.PipelineOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how much memory a model takes. */
@Command(
        name = "plan",
        description = "Say how much memory of a device a model takes, before it is loaded.",
        footer = {
            "",
            "Read from the headers of the weights and from the options of the engine. Code 0: it fits; 1: it never does.",
            "",
            "Examples:",
            "  pagestream plan --model InternVL2_5-8B --device cuda:0",
            "  pagestream plan --model InternVL2_5-1B --set pagestream.engine.kv-cache=4gb --json"
        })
public final class Plan implements Callable<Integer> {

    @Option(names = "--json", description = "One JSON object on stdout, and no table.")
    private boolean json;

    @Mixin
    private EngineArguments engine;

    @Mixin
    private OutputArguments output;

    private final Streams streams;

    public Plan(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        ModelFolder folder = engine.folder();
        Configuration config = new Configuration();
        engine.applyTo(config);
        EngineOptions options = PipelineOptions.from(config).engine();
        try (Device device = Devices.open(options.device())) {
            EnginePlan plan = EnginePlan.of(options, folder, device);
            Map<String, Object> figures = figures(folder, device, plan);
            streams.out().println(json ? written(figures) : table(folder, device, plan));
            return plan.fits() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private static Map<String, Object> figures(ModelFolder folder, Device device, EnginePlan plan) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("model", folder.config().name());
        figures.put("device", device.name());
        figures.put("activations", device.activations().name());
        figures.put("weightBytes", plan.model().weights());
        figures.put("cacheBytesPerToken", plan.model().cachePerToken());
        figures.put("cacheTokens", plan.cacheTokens());
        figures.put("cacheBytes", plan.cacheBytes());
        figures.put("encodedTileBytes", plan.model().encodedView());
        figures.put("encodedTiles", plan.encodedTiles());
        figures.put("encoderStepBytes", plan.model().encoderStep());
        figures.put("decoderStepBytes", plan.model().decoderStep());
        figures.put("allBytes", plan.allBytes());
        figures.put("capacityBytes", plan.isCapacityKnown() ? plan.capacityBytes() : null);
        figures.put("fits", plan.fits());
        return figures;
    }

    private static String written(Map<String, Object> figures) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and numbers can always be written", e);
        }
    }

    private static String table(ModelFolder folder, Device device, EnginePlan plan) {
        MemoryPlan model = plan.model();
        return String.join(
                System.lineSeparator(),
                folder.config().name() + " on " + device.name() + " (" + device.description() + ")",
                line("weights", model.weights(), ""),
                line(
                        "cache",
                        plan.cacheBytes(),
                        plan.cacheTokens() + " tokens of " + MemoryPlan.size(model.cachePerToken())),
                line(
                        "encoded tiles",
                        plan.encodedBytes(),
                        plan.encodedTiles() + " of " + MemoryPlan.size(model.encodedView())),
                line(
                        "one step",
                        model.largestStep(),
                        "encoder " + MemoryPlan.size(model.encoderStep()) + ", decoder "
                                + MemoryPlan.size(model.decoderStep())),
                line("all", plan.allBytes(), ""),
                plan.isCapacityKnown()
                        ? line("the device has", plan.capacityBytes(), plan.fits() ? "it fits" : "it does NOT fit")
                        : "  the device does not say how much it has");
    }

    private static String line(String name, long bytes, String note) {
        return String.format(Locale.ROOT, "  %-16s %12s   %s", name, MemoryPlan.size(bytes), note)
                .stripTrailing();
    }
}
