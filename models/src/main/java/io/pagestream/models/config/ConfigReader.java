package io.pagestream.models.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads {@code config.json} of both layouts. What it cannot honour it refuses, by the name of the field; sizes come from
 * the file and are held against the weights later.
 */
public final class ConfigReader {

    private static final String HF_TEMPLATE = "internvl_hf";

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
        String type = new Fields(config, where, "").text("model_type");
        this.layout = Arrays.stream(Layout.values())
                .filter(known -> known.modelType().equals(type))
                .findFirst()
                .orElseThrow(() -> new Fields(config, where, "")
                        .refused(
                                "model_type",
                                type,
                                Arrays.stream(Layout.values())
                                        .map(Layout::modelType)
                                        .collect(Collectors.joining(" or "))));
    }

    public Layout layout() {
        return layout;
    }

    /** The decoder's family, as the file calls it, for example {@code qwen2}. */
    public String family() {
        return languages().get(0).text("model_type");
    }

    /**
     * @param name of the model
     * @param facts from its weights
     * @throws IllegalArgumentException when a field is missing or has a value that this version does not compute
     */
    public ModelConfig read(String name, StoredFacts facts) {
        Fields top = new Fields(config, where, "");
        Fields language = language(facts);
        List<Integer> stops = new ArrayList<>(language.ids("eos_token_id"));
        stops.addAll(new Fields(generation, "generation_config.json", "").ids("eos_token_id"));
        return new ModelConfig(
                name,
                layout.title(),
                layout == Layout.ORIGINAL ? original(top) : hf(top),
                LanguageReader.read(top, language, layout, facts),
                layout == Layout.ORIGINAL ? top.text("template") : HF_TEMPLATE,
                stops.stream().distinct().toList());
    }

    private List<Fields> languages() {
        Fields top = new Fields(config, where, "");
        List<Fields> languages = new ArrayList<>(List.of(top.object(layout.language())));
        if (top.has(layout.otherLanguage())) {
            languages.add(top.object(layout.otherLanguage()));
        }
        return languages;
    }

    /** Merged checkpoints can hold the decoder twice, with contradictory values: the shapes of the weights decide. */
    private Fields language(StoredFacts facts) {
        List<Fields> languages = languages();
        return languages.stream()
                .filter(fields -> fields.count("hidden_size", 0) == facts.hidden()
                        && fields.count("vocab_size", 0) == facts.vocabulary())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(where + " says " + layout.language() + ".vocab_size = "
                        + languages.get(0).count("vocab_size") + " and hidden_size = "
                        + languages.get(0).count("hidden_size") + ", but the embedding table of the weights is "
                        + facts.vocabulary() + " x " + facts.hidden()
                        + "; config.json and weights do not belong together"));
    }

    private VisionConfig original(Fields top) {
        Fields vision = top.object("vision_config");
        top.mustBe("ps_version", "v2", "v1");
        top.mustBe("downsample_ratio", 0.5, 0.5);
        top.mustBe("select_layer", -1, -1);
        top.mustBe("use_backbone_lora", 0);
        top.mustBe("use_llm_lora", 0);
        top.mustBe("pad2square", false);
        vision.mustBe("qkv_bias", true, false);
        vision.mustBe("qk_normalization", false, true);
        top.mustBe("force_image_size", vision.side("image_size"));
        boolean tiled = top.flag("dynamic_image_size", false);
        return encoder(
                vision,
                "rms_norm",
                tiled ? top.count("min_dynamic_patch", 1) : 1,
                tiled ? top.count("max_dynamic_patch", 6) : 1,
                top.flag("use_thumbnail", false));
    }

    private VisionConfig hf(Fields top) {
        Fields vision = top.object("vision_config");
        top.mustBe("downsample_ratio", 0.5, 0.5);
        top.mustBe("vision_feature_layer", -1, -1);
        top.mustBe("vision_feature_select_strategy", "default", "default");
        top.mustBe("projector_hidden_act", "gelu", "gelu");
        vision.mustBe("attention_bias", true, false);
        vision.mustBe("use_qk_norm", false, false);
        vision.mustBe("use_absolute_position_embeddings", true, true);
        vision.mustBe("use_mask_token", false, false);
        vision.mustBe("use_mean_pooling", true, true);
        // The processor's own rule; preprocessor_config.json says crop_to_patches = false and is not meant.
        VisionConfig encoder = encoder(vision, "layer_norm", 1, 12, true);
        top.mustBe("image_seq_length", encoder.tokensPerTile());
        return encoder;
    }

    private static VisionConfig encoder(
            Fields vision, String usualNorm, int minTiles, int maxTiles, boolean thumbnail) {
        vision.mustBe("norm_type", "layer_norm", usualNorm);
        vision.mustBe("hidden_act", "gelu", "gelu");
        vision.mustBe("num_channels", 3, 3);
        int image = vision.side("image_size");
        int patch = vision.side("patch_size");
        int hidden = vision.count("hidden_size");
        int heads = vision.count("num_attention_heads");
        if (image % (2 * patch) != 0) {
            throw vision.refused("image_size", image, "a multiple of two patches of " + patch + " pixels");
        }
        if (hidden % heads != 0) {
            throw vision.refused("num_attention_heads", heads, "a divisor of hidden_size " + hidden);
        }
        if (minTiles > maxTiles || maxTiles > 64) {
            throw vision.refused("max_dynamic_patch", maxTiles, "from min_dynamic_patch " + minTiles + " to 64");
        }
        int merged = image / patch / 2;
        return new VisionConfig(
                image,
                patch,
                hidden,
                heads,
                vision.count("intermediate_size"),
                vision.layers("num_hidden_layers"),
                VisionConfig.Norm.LAYER,
                (float) vision.number("layer_norm_eps", 1e-6),
                true,
                false,
                merged * merged,
                minTiles,
                maxTiles,
                thumbnail);
    }
}
