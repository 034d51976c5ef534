package io.pagestream.models;

import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.language.Decoder;
import io.pagestream.models.prompt.ImageShape;
import io.pagestream.models.prompt.Prompt;
import io.pagestream.models.prompt.Turn;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.vision.VisionEncoder;
import io.pagestream.models.weights.Weights;
import java.util.List;

/** A model whose weights lie on a device. */
record FolderModel(ModelFolder folder, VisionEncoder vision, Decoder language, Weights weights) implements LoadedModel {

    @Override
    public ModelConfig config() {
        return folder.config();
    }

    @Override
    public Tokenizer tokenizer() {
        return folder.tokenizer();
    }

    @Override
    public Prompt prompt(List<Turn> turns, List<ImageShape> images) {
        return folder.prompts().write(turns, images);
    }

    @Override
    public void close() {
        weights.close();
    }
}
