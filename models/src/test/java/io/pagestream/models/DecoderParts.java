package io.pagestream.models;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.pagestream.compute.Device;
import io.pagestream.models.config.ConfigReader;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.StoredFacts;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.language.CausalDecoder;
import io.pagestream.models.weights.WeightNames;
import io.pagestream.models.weights.WeightSource;
import io.pagestream.models.weights.Weights;
import java.nio.file.Path;

/** The decoder of a folder without its encoder and tokenizer. */
public record DecoderParts(LanguageConfig config, CausalDecoder decoder, Weights weights) implements AutoCloseable {

    public static DecoderParts load(Path folder, Device device) {
        ConfigReader reader = new ConfigReader(
                GoldenFixture.json(folder.resolve("config.json")), MissingNode.getInstance(), folder.toString());
        try (WeightSource source = WeightSource.open(folder)) {
            WeightNames names = TensorNames.language(reader.layout(), ModelFamily.of(reader.family()), source);
            int[] table = source.shape(names.of(TensorNames.EMBEDDING, 0).get(0));
            LanguageConfig language = reader.read(
                            "", new StoredFacts(table[0], table[1], true), ClipTower.facts(reader.layout(), source))
                    .language();
            Weights weights = new Weights(source, names, device);
            DecoderParts parts = new DecoderParts(language, new CausalDecoder(language, weights), weights);
            device.ops().await();
            return parts;
        }
    }

    @Override
    public void close() {
        weights.close();
    }
}
