package io.pagestream.models.language;

import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.Tensor;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.prompt.ImageSpan;
import io.pagestream.models.prompt.Prompt;

/**
 * What a decoder gets of a case.
 *
 * @param tokens of the prompt
 * @param vectors for each of them the number of a vector, or -1 where the token itself is meant
 * @param table the vectors of the images, one after the other
 */
record GoldenPrompt(int[] tokens, int[] vectors, float[] table) {

    private static final int NONE = -1;

    /** Written by the model's template and tokenizer, seen by its encoder. */
    static GoldenPrompt written(LoadedModel model, GoldenFixture fixture, GoldenCase golden, Device device) {
        Prompt prompt = model.prompt(golden.turns(), golden.images());
        int[] vectors = none(prompt.tokens().length);
        int before = 0;
        for (ImageSpan image : prompt.images()) {
            for (int i = 0; i < image.tokens(); i++) {
                vectors[image.firstToken() + i] = before + image.vectors()[i];
            }
            before += image.tokens();
        }
        return new GoldenPrompt(prompt.tokens(), vectors, encoded(model, fixture, golden, device));
    }

    private static float[] encoded(LoadedModel model, GoldenFixture fixture, GoldenCase golden, Device device) {
        if (golden.pictures().isEmpty()) {
            return new float[0];
        }
        byte[] pixels = fixture.tiles(golden);
        int tiles = golden.images().stream().mapToInt(image -> image.views()).sum();
        try (Scratch scratch = new Scratch(device);
                Tensor bytes = device.allocate(DType.U8, MemoryTag.ACTIVATIONS, tiles, pixels.length / tiles)) {
            bytes.write(pixels, 0);
            return model.vision().encode(bytes, scratch).toFloats();
        }
    }

    /** The reference's own tokens, and its own vectors at the places of images. */
    static GoldenPrompt noted(GoldenFixture fixture, GoldenCase golden) {
        int[] vectors = none(golden.inputIds().length);
        for (int row : golden.imageRows()) {
            vectors[row] = row;
        }
        boolean needed = golden.imageRows().length > 0;
        return new GoldenPrompt(
                golden.inputIds(), vectors, needed ? fixture.tensors().floats(golden.inputsEmbeds()) : new float[0]);
    }

    private static int[] none(int length) {
        int[] vectors = new int[length];
        java.util.Arrays.fill(vectors, NONE);
        return vectors;
    }
}
