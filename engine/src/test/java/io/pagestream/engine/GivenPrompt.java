package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.models.LoadedModel;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.language.Decoder;
import io.pagestream.models.prompt.ImageLayout;
import io.pagestream.models.prompt.ImageShape;
import io.pagestream.models.prompt.ImageSpan;
import io.pagestream.models.prompt.Prompt;
import io.pagestream.models.prompt.Turn;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.vision.VisionEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model that does not write its prompt but takes the one that the reference was given.
 *
 * @param model does everything else; its images are an overview and rows over all tiles
 * @param golden what was asked
 */
record GivenPrompt(LoadedModel model, GoldenCase golden) implements LoadedModel {

    @Override
    public Prompt prompt(List<Turn> turns, List<ImageShape> images) {
        ImageLayout layout = ImageLayout.overviewAndRows(config().vision().mergedGrid());
        int[] rows = golden.imageRows();
        List<ImageSpan> spans = new ArrayList<>();
        int at = 0;
        for (ImageShape image : images) {
            int[] vectors = layout.vectors(image);
            spans.add(new ImageSpan(rows[at], spans.size(), vectors));
            at += vectors.length;
        }
        assertThat(at).as("vectors of %s", golden).isEqualTo(rows.length);
        int[] tokens =
                Arrays.stream(golden.inputIds()).map(id -> Math.max(0, id)).toArray();
        return new Prompt(tokens, spans);
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
