package io.pagestream.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pagestream.compute.DType;
import io.pagestream.models.config.ConfigReader;
import io.pagestream.models.config.Layout;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.PromptConfig;
import io.pagestream.models.config.StoredFacts;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.plan.MemoryPlan;
import io.pagestream.models.prompt.ImageLayout;
import io.pagestream.models.prompt.PromptWriter;
import io.pagestream.models.prompt.ReleaseTemplates;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.tokenize.Tokenizers;
import io.pagestream.models.weights.WeightNames;
import io.pagestream.models.weights.WeightSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A model folder in a Hugging Face layout, looked through and found to be readable: {@code config.json}, tokenizer, and
 * safetensors whose names are those of the model. The weights themselves are read by {@link ModelLoader}. Immutable, any
 * thread.
 */
public final class ModelFolder {

    private static final long MOST_CONFIG_BYTES = 1 << 20;

    private final Path path;
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final PromptWriter prompts;
    private final WeightNames names;
    private final String notice;

    private ModelFolder(Path path, String name) {
        this.path = path;
        ConfigReader reader = new ConfigReader(
                json("config.json"),
                Files.exists(path.resolve("generation_config.json"))
                        ? json("generation_config.json")
                        : MissingNode.getInstance(),
                path.resolve("config.json").toString());
        ModelFamily family = ModelFamily.of(reader.family());
        ModelConfig written;
        try (WeightSource weights = WeightSource.open(path)) {
            Layout layout = reader.layout();
            WeightNames language = TensorNames.language(layout, family, weights);
            int[] table = weights.shape(language.of(TensorNames.EMBEDDING, 0).get(0));
            boolean head = weights.has(language.of(TensorNames.HEAD, 0).get(0));
            written = reader.read(name, new StoredFacts(table[0], table[1], head), ClipTower.facts(layout, weights));
            this.names = (written.language().tiedHead() ? language.without(TensorNames.HEAD) : language)
                    .and(TensorNames.vision(layout, written.vision(), weights));
            weights.requireExactly(names, layers(written), tensor -> TensorNames.isUnused(layout, tensor));
        }
        this.tokenizer = Tokenizers.read(path);
        PromptConfig prompted = PromptConfig.read(
                json("config.json"), path.resolve("config.json").toString());
        this.prompts = new PromptWriter(
                ReleaseTemplates.of(written.template(), name + " " + prompted.publishedAs(), prompted.systemMessage()),
                tokenizer,
                layout(written.vision()),
                prompted.mostTokens());
        this.config = withTemplateStop(written, prompts.stopTokens());
        this.notice = firstLine("notice.txt");
        requireKnownIds();
    }

    /**
     * Looks through a folder.
     *
     * @throws ModelFolderException when something is missing, damaged or of a kind that this version does not read
     */
    public static ModelFolder of(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return open(path, name == null ? path.toString() : name.toString());
    }

    /**
     * The small model in the jar; its files are copied once to a private folder of this user, since weights are mapped.
     */
    public static ModelFolder embedded() {
        return open(EmbeddedModel.unpack(), "embedded");
    }

    private static ModelFolder open(Path path, String name) {
        try {
            if (!Files.isDirectory(path)) {
                throw new IllegalArgumentException(
                        "there is no model folder at " + path + "; name a folder with config.json and weights");
            }
            return new ModelFolder(path, name);
        } catch (IllegalArgumentException e) {
            throw ModelFolderException.of(path, e);
        }
    }

    private static ImageLayout layout(VisionConfig vision) {
        return vision.separators()
                ? ImageLayout.overviewAndRows(vision.mergedGrid())
                : ImageLayout.viewByView(vision.tokensPerTile());
    }

    /** How many layers the names of each half stand for. */
    private static Map<String, Integer> layers(ModelConfig config) {
        return Map.of(
                "vision.layer.", config.vision().storedLayers(),
                "language.layer.", config.language().layers());
    }

    /** Some files name a stop token that chats do not use; the template's own always counts. */
    private static ModelConfig withTemplateStop(ModelConfig config, Set<Integer> templateStops) {
        Set<Integer> stops = new LinkedHashSet<>(templateStops);
        stops.addAll(config.stopTokens());
        return new ModelConfig(
                config.name(),
                config.layout(),
                config.vision(),
                config.language(),
                config.template(),
                java.util.List.copyOf(stops),
                config.maxNewTokens());
    }

    private void requireKnownIds() {
        if (tokenizer.size() > config.language().vocabulary()) {
            throw new IllegalArgumentException("the tokenizer in " + path + " has " + tokenizer.size()
                    + " ids, but the model's vocabulary has only "
                    + config.language().vocabulary()
                    + " rows; fetch the tokenizer files that belong to this model");
        }
    }

    private JsonNode json(String name) {
        Path file = path.resolve(name);
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("the folder " + path + " has no " + name
                        + "; name the folder of a model in a Hugging Face layout");
            }
            if (Files.size(file) > MOST_CONFIG_BYTES) {
                throw new IllegalArgumentException(file + " has " + Files.size(file) + " bytes, more than "
                        + MOST_CONFIG_BYTES + "; it is not the " + name + " of a model");
            }
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + " is not JSON: " + e.getOriginalMessage() + "; fetch the file again", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage() + "; check the disk", e);
        }
    }

    private String firstLine(String name) {
        try {
            Path file = path.resolve(name);
            boolean there = Files.isRegularFile(file) && Files.size(file) <= MOST_CONFIG_BYTES;
            return there
                    ? Files.readString(file, StandardCharsets.UTF_8)
                            .lines()
                            .findFirst()
                            .orElse("")
                    : "";
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    path.resolve(name) + " cannot be read: " + e.getMessage() + "; remove it or make it readable", e);
        }
    }

    public Path path() {
        return path;
    }

    public ModelConfig config() {
        return config;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /**
     * How much memory this model takes, from the headers of its files; no weight is read, but the shapes of all of them
     * are checked.
     *
     * @param activations the device's type of activations; where it is shorter than F32, products take it too
     * @param views of one batch of the encoder
     * @param tokens of one step of the decoder
     * @param answers how many of them get a next token
     * @throws ModelFolderException when a tensor has another shape than the model's
     */
    public MemoryPlan plan(DType activations, int views, int tokens, int answers) {
        return MemoryPlanner.plan(this, activations, views, tokens, answers);
    }

    /** What a person should know before reading the model's answers: one line, or nothing. */
    public String notice() {
        return notice;
    }

    PromptWriter prompts() {
        return prompts;
    }

    WeightNames names() {
        return names;
    }
}
