package io.pagestream.models;

import io.pagestream.compute.CacheShape;
import io.pagestream.compute.DType;
import io.pagestream.compute.MemoryTag;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.Scratch;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.language.Decoder;
import io.pagestream.models.language.StepInputs;
import io.pagestream.models.plan.CountingDevice;
import io.pagestream.models.plan.MemoryPlan;
import io.pagestream.models.vision.VisionEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Loads a model on a device that only counts, and runs one step of each half. */
final class MemoryPlanner {

    private static final int BLOCK_TOKENS = 32;

    private final ModelFolder folder;
    private final CountingDevice device;

    private MemoryPlanner(ModelFolder folder, DType activations) {
        this.folder = folder;
        this.device = new CountingDevice(activations);
    }

    static MemoryPlan plan(ModelFolder folder, DType activations, int views, int tokens, int answers) {
        return new MemoryPlanner(folder, activations).plan(views, tokens, answers);
    }

    private MemoryPlan plan(int views, int tokens, int answers) {
        LanguageConfig language = folder.config().language();
        VisionConfig vision = folder.config().vision();
        long element = device.activations().bytes();
        try (LoadedModel model = ModelLoader.load(folder, device)) {
            return new MemoryPlan(
                    device.liveBytes().get(MemoryTag.WEIGHTS),
                    2 * element * language.layers() * language.kvHeads() * language.headSide(),
                    element * vision.tokensPerTile() * language.hidden(),
                    encoderStep(model.vision(), vision, views),
                    decoderStep(model.language(), language, tokens, answers));
        }
    }

    private long encoderStep(VisionEncoder encoder, VisionConfig vision, int views) {
        int pixels = 3 * vision.imageSide() * vision.imageSide();
        DType type = vision.separators() ? DType.F32 : DType.U8; // overviews come as floats
        try (Scratch scratch = new Scratch(device);
                Tensor batch = device.allocate(type, MemoryTag.ACTIVATIONS, views, pixels)) {
            encoder.encode(batch, scratch);
            return device.liveBytes().get(MemoryTag.ACTIVATIONS);
        }
    }

    /** A step in which every row is a vector of an image: there is no larger one. */
    private long decoderStep(Decoder decoder, LanguageConfig language, int tokens, int answers) {
        List<StepSpans.Span> spans = new ArrayList<>();
        for (int row = 0; row < tokens; row += language.maxPositions()) {
            int count = Math.min(tokens - row, language.maxPositions());
            spans.add(new StepSpans.Span(
                    row,
                    count,
                    0,
                    IntStream.rangeClosed(0, count / BLOCK_TOKENS).toArray()));
        }
        int[] rows = IntStream.range(0, tokens).toArray();
        try (Scratch scratch = new Scratch(device);
                Tensor table = device.allocate(device.activations(), MemoryTag.ENCODED_IMAGES, 1, language.hidden());
                PagedKeysAndValues cache = device.allocateCache(
                        new CacheShape(language.layers(), language.kvHeads(), language.headSide(), 1, BLOCK_TOKENS))) {
            decoder.forward(
                    new StepInputs(
                            new int[tokens],
                            new StepSpans(spans),
                            spans.stream().mapToInt(StepSpans.Span::rows).toArray(),
                            new StepInputs.ImageVectors(rows, new int[tokens], table),
                            List.of(),
                            IntStream.range(0, answers).toArray(),
                            cache),
                    scratch);
            return device.liveBytes().get(MemoryTag.ACTIVATIONS);
        }
    }
}
