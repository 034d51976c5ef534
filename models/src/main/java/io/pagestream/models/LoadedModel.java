package io.pagestream.models;

import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.language.Decoder;
import io.pagestream.models.prompt.ImageShape;
import io.pagestream.models.prompt.Prompt;
import io.pagestream.models.prompt.Turn;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.vision.VisionEncoder;
import java.util.List;

/**
 * A model on a device. Configuration, tokenizer and prompts may be used from any thread; {@code vision} and {@code
 * language} belong to the device's thread, and so does {@code close}.
 */
public interface LoadedModel extends AutoCloseable {

    ModelConfig config();

    Tokenizer tokenizer();

    /**
     * Writes a dialogue in the model's template.
     *
     * @param images the shape of each image, in the order of the images in {@code turns}
     * @throws IllegalArgumentException when {@code turns} name another number of images
     */
    Prompt prompt(List<Turn> turns, List<ImageShape> images);

    VisionEncoder vision();

    Decoder language();

    /** Gives the weights back; the device stays open. */
    @Override
    void close();
}
