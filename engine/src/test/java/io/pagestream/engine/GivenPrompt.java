package io.pagestream.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.language.Decoder;
import io.pagestream.models.prompt.ImageLayout;
import io.pagestream.models.prompt.ImageShape;
import io.pagestream.models.prompt.ImageSpan;
import io.pagestream.models.prompt.Prompt;
import io.pagestream.models.prompt.Turn;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.vision.VisionEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that does not write its prompt but takes the one that the reference was given.
 *
 * @param model does everything else; its images are an overview and rows over all tiles
 * @param asked a case of {@code expected.json} with {@code segments}
 */
record GivenPrompt(LoadedModel model, JsonNode asked) implements LoadedModel {

    @Override
    public Prompt prompt(List<Turn> turns, List<ImageShape> images) {
        ImageLayout layout = ImageLayout.overviewAndRows(config().vision().mergedGrid());
        List<Integer> tokens = new ArrayList<>();
        List<ImageSpan> spans = new ArrayList<>();
        for (JsonNode part : asked.path("segments")) {
            part.path("ids").forEach(id -> tokens.add(id.asInt()));
            int count = part.path("image_tokens").asInt();
            if (count > 0) {
                spans.add(new ImageSpan(tokens.size(), spans.size(), layout.vectors(images.get(spans.size()))));
                for (int i = 0; i < count; i++) {
                    tokens.add(0);
                }
            }
        }
        return new Prompt(tokens.stream().mapToInt(Integer::intValue).toArray(), spans);
    }

    @Override
    public ModelConfig config() {
        return model.config();
    }

    @Override
    public Tokenizer tokenizer() {
        return model.tokenizer();
    }

    @Override
    public VisionEncoder vision() {
        return model.vision();
    }

    @Override
    public Decoder language() {
        return model.language();
    }

    @Override
    public void close() {
        model.close();
    }
}
