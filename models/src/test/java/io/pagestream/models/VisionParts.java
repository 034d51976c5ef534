package io.pagestream.models;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.pagestream.compute.Device;
import io.pagestream.models.config.ConfigReader;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.vision.ViewEncoder;
import io.pagestream.models.weights.WeightNames;
import io.pagestream.models.weights.WeightSource;
import io.pagestream.models.weights.Weights;
import java.nio.file.Path;

/** The encoder of a folder without its decoder and tokenizer. */
public record VisionParts(VisionConfig config, ViewEncoder encoder, Weights weights) implements AutoCloseable {

    public static VisionParts load(Path folder, Device device) {
        ConfigReader reader = new ConfigReader(
                GoldenFixture.json(folder.resolve("config.json")), MissingNode.getInstance(), folder.toString());
        try (WeightSource source = WeightSource.open(folder)) {
            VisionConfig config = reader.vision(ClipTower.facts(reader.layout(), source));
            WeightNames names = TensorNames.vision(reader.layout(), config, source);
            int width = source.shape(names.of("projector.out.weight", 0).get(0))[0];
            Weights weights = new Weights(source, names, device);
            VisionParts parts = new VisionParts(config, new ViewEncoder(config, width, weights), weights);
            device.ops().await();
            return parts;
        }
    }

    @Override
    public void close() {
        weights.close();
    }
}
