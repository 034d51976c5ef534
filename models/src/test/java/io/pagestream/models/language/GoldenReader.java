package io.pagestream.models.language;

import io.pagestream.compute.Device;
import io.pagestream.compute.Tensor;
import io.pagestream.models.DecoderParts;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.ModelLoader;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.NotedPictures;
import io.pagestream.models.parity.PreparedCase;
import io.pagestream.models.parity.Rows;
import io.pagestream.models.parity.Sequences;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A decoder of a fixture with room for three sequences, and where their prompts come from. */
final class GoldenReader implements AutoCloseable {

    private static final int MOST_TOKENS = 440;
    private static final int SEQUENCES = 3;

    final GoldenFixture fixture;
    final LanguageConfig config;
    final Sequences sequences;
    private final Function<GoldenCase, Rows> prompts;
    private final Runnable owned;

    private GoldenReader(
            GoldenFixture fixture,
            LanguageConfig config,
            Decoder decoder,
            Function<GoldenCase, Rows> prompts,
            Runnable owned,
            Device device) {
        this.fixture = fixture;
        this.config = config;
        this.prompts = prompts;
        this.owned = owned;
        this.sequences = new Sequences(device, config, decoder, SEQUENCES, MOST_TOKENS);
    }

    /** Prompts come from the model's template and tokenizer, vectors from its encoder. */
    static GoldenReader of(GoldenFixture fixture, Device device) {
        return of(fixture, fixture.folder(), device);
    }

    /** @param folder with other weights for the same configuration */
    static GoldenReader of(GoldenFixture fixture, Path folder, Device device) {
        LoadedModel model = ModelLoader.load(folder, device);
        return new GoldenReader(
                fixture,
                model.config().language(),
                model.language(),
                golden -> PreparedCase.of(fixture, golden, model, device, new NotedPictures())
                        .rows(),
                model::close,
                device);
    }

    /** Prompts and vectors come from the reference. */
    static GoldenReader ofDecoder(GoldenFixture fixture, Device device) {
        return ofDecoder(fixture, fixture.folder(), device);
    }

    /** @param folder with other weights for the same configuration */
    static GoldenReader ofDecoder(GoldenFixture fixture, Path folder, Device device) {
        DecoderParts parts = DecoderParts.load(folder, device);
        return new GoldenReader(
                fixture, parts.config(), parts.decoder(), golden -> Rows.noted(fixture, golden), parts::close, device);
    }

    Sequences.Sequence open(GoldenCase golden, int place) {
        return sequences.open(golden, prompts.apply(golden), place);
    }

    float[] step(
            List<Sequences.Sequence> readings,
            int count,
            Sequences.Wanted wanted,
            BiConsumer<String, Tensor> observer) {
        return sequences.step(readings, count, wanted, observer);
    }

    float[] next(List<Sequences.Sequence> readings, int count) {
        return sequences.next(readings, count);
    }

    @Override
    public void close() {
        sequences.close();
        owned.run();
    }
}
