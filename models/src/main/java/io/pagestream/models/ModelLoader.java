package io.pagestream.models;

import io.pagestream.compute.Device;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.language.CausalDecoder;
import io.pagestream.models.vision.ViewEncoder;
import io.pagestream.models.vision.VisionEncoder;
import io.pagestream.models.weights.WeightSource;
import io.pagestream.models.weights.Weights;
import java.nio.file.Path;

/** Loads models. Belongs to the device's thread. */
public final class ModelLoader {

    private ModelLoader() {}

    /**
     * Loads the model of a folder.
     *
     * @throws ModelFolderException when something is missing, damaged, wrongly shaped or of a kind that this version does
     *     not read: one sentence says what and where
     * @throws io.pagestream.compute.DeviceException when the device has no room for it
     */
    public static LoadedModel load(Path folder, Device device) {
        return load(ModelFolder.of(folder), device);
    }

    /** Loads the model of a folder that was looked through before. */
    public static LoadedModel load(ModelFolder folder, Device device) {
        try (WeightSource source = WeightSource.open(folder.path())) {
            Weights weights = new Weights(source, folder.names(), device);
            try {
                ModelConfig config = folder.config();
                VisionEncoder vision =
                        new ViewEncoder(config.vision(), config.language().hidden(), weights);
                CausalDecoder language = new CausalDecoder(config.language(), weights);
                // What was loaded has been copied from the mapped files before they are closed.
                device.ops().await();
                return new FolderModel(folder, vision, language, weights);
            } catch (RuntimeException | Error e) {
                weights.close();
                throw e;
            }
        } catch (IllegalArgumentException e) {
            throw ModelFolderException.of(folder.path(), e);
        }
    }
}
