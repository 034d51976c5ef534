package io.pagestream.models.parity;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.compute.Device;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenCase.Picture;
import io.pagestream.models.golden.GoldenFolder;
import io.pagestream.models.golden.GoldenTensors;
import io.pagestream.models.prompt.ImageLayout;
import io.pagestream.models.vision.VisionEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One picture through the encoder, layer by layer, against the reference. Belongs to the device's thread. */
public final class VisionCheck {

    private final GoldenFolder folder;
    private final JsonNode noted;
    private final VisionConfig config;
    private final Tolerances tolerances;
    private final Map<String, float[]> seen = new HashMap<>();
    private final Views views;
    private final int count;

    private VisionCheck(
            GoldenFolder folder, VisionConfig config, VisionEncoder encoder, Device device, Pictures pictures) {
        this.folder = folder;
        this.noted = folder.expected().path("vision");
        this.config = config;
        this.tolerances = Tolerances.of(device.activations());
        this.views = pictures.of(folder, config, picture());
        this.count = golden().has("vit.crops") ? views.count() : golden().shape("vit.projector")[0];
        Encoding encoding = new Encoding(device, encoder);
        float[] projected = encoding.vectors(views, 0, count, (stage, tensor) -> seen.put(stage, tensor.toFloats()));
        seen.put("projector", projected);
        seen.put("separators", encoding.separators());
    }

    /** The first difference, in the order of computation. */
    public static Optional<ParityFinding> first(
            GoldenFolder folder, VisionConfig config, VisionEncoder encoder, Device device, Pictures pictures) {
        VisionCheck check = new VisionCheck(folder, config, encoder, device, pictures);
        for (Supplier<Optional<ParityFinding>> stage : check.stages()) {
            Optional<ParityFinding> finding = stage.get();
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    private List<Supplier<Optional<ParityFinding>>> stages() {
        List<Supplier<Optional<ParityFinding>>> stages = new ArrayList<>();
        if (tolerances.exact()) {
            stages.add(this::pixels);
            stages.add(this::positions);
            if (noted.has("embeddings")) {
                stages.add(() -> layer("embeddings", noted.path("embeddings").asText()));
            }
            JsonNode states = noted.path("hidden_states");
            stages.add(() -> layers(states));
            for (int i = 0; i <= Math.min(config.layers(), states.size() - 1); i++) {
                String name = "hidden." + i;
                String stored = states.get(i).asText();
                stages.add(() -> layer(name, stored));
            }
            stages.add(this::merged);
        }
        stages.add(this::projector);
        return stages;
    }

    private GoldenTensors golden() {
        return folder.tensors();
    }

    private Picture picture() {
        String id = noted.path("image").asText();
        int tiles = noted.has("hd_num")
                ? noted.path("hd_num").asInt(1)
                : folder.pictures()
                        .filter(known -> known.path("id").asText().equals(id))
                        .mapToInt(known -> known.path("max_num").asInt(1))
                        .findFirst()
                        .orElse(1);
        return Picture.inARow(id, tiles, 0);
    }

    /** What enters the encoder, normalised. */
    private Optional<ParityFinding> pixels() {
        String stored = noted.has("crops")
                ? noted.path("crops").asText()
                : "pixel_values." + noted.path("image").asText();
        if (!golden().has(stored)) {
            return Optional.empty();
        }
        int side = config.imageSide();
        float[] values = golden().floats(stored);
        int wanted = Math.min(count * 3 * side * side, values.length);
        float[] expected = patches(Arrays.copyOf(values, wanted));
        int columns = 3 * config.patchSide() * config.patchSide();
        float tolerance = views.hasOverview() ? tolerances.overview() : tolerances.pixels();
        return Compare.near("pixels", seen.get("patches"), expected, columns, tolerance);
    }

    /** [views, 3, side, side] as one row for each patch: (channel, y, x). */
    private float[] patches(float[] values) {
        int side = config.imageSide();
        int patch = config.patchSide();
        int grid = side / patch;
        int row = 3 * patch * patch;
        float[] rows = new float[values.length];
        for (int at = 0; at < values.length; at++) {
            int view = at / row / (grid * grid);
            int cell = at / row % (grid * grid);
            int i = at % row;
            int channel = i / (patch * patch);
            int y = cell / grid * patch + i / patch % patch;
            int x = cell % grid * patch + i % patch;
            rows[at] = values[((view * 3 + channel) * side + y) * side + x];
        }
        return rows;
    }

    private Optional<ParityFinding> positions() {
        return noted.has("position_embedding_used")
                ? Compare.near(
                        "positions",
                        seen.get("positions"),
                        golden().floats(noted.path("position_embedding_used").asText()),
                        config.hidden(),
                        tolerances.positions())
                : Optional.empty();
    }

    /** How many layers are computed: a checkpoint may take the output of an inner one. */
    private Optional<ParityFinding> layers(JsonNode states) {
        int expected = states.size() + noted.path("select_layer").asInt(-1);
        return expected == config.layers()
                ? Optional.empty()
                : Compare.count("layers of the encoder", config.layers(), expected);
    }

    private Optional<ParityFinding> layer(String name, String stored) {
        return Compare.near(
                "encoder " + name, seen.get(name), golden().floats(stored), config.hidden(), tolerances.vision());
    }

    private Optional<ParityFinding> merged() {
        int width = config.mergedHidden();
        if (noted.has("pixel_shuffle")) {
            float[] expected = golden().floats(noted.path("pixel_shuffle").asText());
            return Compare.near("merged patches", seen.get("merged"), expected, width, tolerances.vision());
        }
        // Among them stand the separators, which the encoder does not see.
        float[] features = golden().floats(noted.path("features").asText());
        int[] order = order();
        if (order.length * width != features.length) {
            return Compare.count("merged patches", order.length, features.length / width);
        }
        float[] merged = features.clone();
        for (int i = 0; i < order.length; i++) {
            if (order[i] >= 0) {
                System.arraycopy(seen.get("merged"), order[i] * width, merged, i * width, width);
            }
        }
        return Compare.near("merged patches", merged, features, width, tolerances.vision());
    }

    /** In the order of the prompt, separators among them. */
    private Optional<ParityFinding> projector() {
        float[] vectors = seen.get("projector");
        int width = vectors.length / count / config.tokensPerTile();
        float[] expected = golden().floats(noted.path("projector").asText());
        int[] order = order();
        float[] found = new float[order.length * width];
        for (int i = 0; i < order.length; i++) {
            boolean own = order[i] < 0;
            int from = own ? -1 - order[i] : order[i];
            System.arraycopy(seen.get(own ? "separators" : "projector"), from * width, found, i * width, width);
        }
        return Compare.near("projector", found, expected, width, tolerances.projector());
    }

    private int[] order() {
        return config.separators()
                ? ImageLayout.overviewAndRows(config.mergedGrid()).vectors(views.shape())
                : java.util.stream.IntStream.range(0, count * config.tokensPerTile())
                        .toArray();
    }
}
