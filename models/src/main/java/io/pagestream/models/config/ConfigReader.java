package io.pagestream.models.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Reads {@code config.json} of both layouts. What it cannot honour it refuses, by the name of the field; sizes come from
 * the file and are held against the weights later.
 */
public final class ConfigReader {

    private static final String HF_TEMPLATE = "internvl_hf";
    private static final String MOST_TOKENS = "max_new_tokens";
    private static final String XCOMPOSER = "InternLMXComposer2ForCausalLM";

    private final JsonNode config;
    private final JsonNode generation;
    private final String where;
    private final Layout layout;

    /**
     * @param config content of {@code config.json}
     * @param generation content of {@code generation_config.json}, or a missing node
     * @param where the file, for messages
     */
    public ConfigReader(JsonNode config, JsonNode generation, String where) {
        this.config = config;
        this.generation = generation;
        this.where = where;
        Fields top = new Fields(config, where, "");
        String type = top.text("model_type");
        this.layout = Arrays.stream(Layout.values())
                .filter(known -> known.modelTypes().contains(type))
                .findFirst()
                .orElseThrow(() -> top.refused(
                        "model_type",
                        type,
                        Arrays.stream(Layout.values())
                                .flatMap(known -> known.modelTypes().stream())
                                .collect(Collectors.joining(" or "))));
        if (layout == Layout.XCOMPOSER && !top.words("architectures").contains(XCOMPOSER)) {
            // Decoders without eyes have the same model_type.
            throw top.refused("architectures", top.words("architectures"), XCOMPOSER);
        }
    }

    public Layout layout() {
        return layout;
    }

    /** The decoder's family, as the file calls it, for example {@code qwen2}; one name for all of InternLM-XComposer. */
    public String family() {
        return layout == Layout.XCOMPOSER
                ? Layout.XCOMPOSER.modelTypes().get(0)
                : languages().get(0).text("model_type");
    }

    /**
     * @param name of the model
     * @param facts from its weights
     * @param clip from its weights, where it has a CLIP tower
     * @throws IllegalArgumentException when a field is missing or has a value that this version does not compute
     */
    public ModelConfig read(String name, StoredFacts facts, Optional<ClipFacts> clip) {
        Fields top = new Fields(config, where, "");
        Fields language = language(facts);
        List<Integer> stops = new ArrayList<>(language.ids("eos_token_id"));
        Fields answers = new Fields(generation, "generation_config.json", "");
        stops.addAll(answers.ids("eos_token_id"));
        VisionConfig vision = vision(clip);
        return new ModelConfig(
                name,
                layout.title(),
                vision,
                LanguageReader.read(top, language, layout, facts),
                template(top, vision),
                stops.stream().distinct().toList(),
                answers.has(MOST_TOKENS) ? OptionalInt.of(answers.count(MOST_TOKENS)) : OptionalInt.empty());
    }

    /**
     * The encoder's part alone.
     *
     * @param clip from the weights; only the layout of InternLM-XComposer asks for it
     */
    public VisionConfig vision(Optional<ClipFacts> clip) {
        VisionReader reader = new VisionReader(new Fields(config, where, ""));
        return switch (layout) {
            case ORIGINAL -> reader.original();
            case HF -> reader.hf();
            case XCOMPOSER -> reader.xcomposer(clip.orElseThrow());
        };
    }

    private String template(Fields top, VisionConfig vision) {
        return switch (layout) {
            case ORIGINAL -> top.text("template");
            case HF -> HF_TEMPLATE;
            case XCOMPOSER -> xcomposerTemplate(vision.tiling());
        };
    }

    /** The members of the family write their prompts differently, and what tells them apart is their preparation. */
    private static String xcomposerTemplate(Tiling tiling) {
        if (tiling instanceof Tiling.HighDefinition definition) {
            return definition.centred() ? "xcomposer2-4khd" : "xcomposer2d5";
        }
        return "xcomposer2";
    }

    private List<Fields> languages() {
        Fields top = new Fields(config, where, "");
        List<Fields> languages = new ArrayList<>();
        for (String name : layout.languages()) {
            if (languages.isEmpty() || top.has(name)) {
                languages.add(top.object(name));
            }
        }
        return languages.isEmpty() ? List.of(top) : languages;
    }

    /** Merged checkpoints can hold the decoder twice, with contradictory values: the shapes of the weights decide. */
    private Fields language(StoredFacts facts) {
        List<Fields> languages = languages();
        return languages.stream()
                .filter(fields -> fields.count("hidden_size", 0) == facts.hidden()
                        && fields.count("vocab_size", 0) == facts.vocabulary())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        where + " says " + languages.get(0).path("vocab_size") + " = "
                                + languages.get(0).count("vocab_size") + " and hidden_size = "
                                + languages.get(0).count("hidden_size") + ", but the embedding table of the weights is "
                                + facts.vocabulary() + " x " + facts.hidden()
                                + "; config.json and weights do not belong together"));
    }
}
