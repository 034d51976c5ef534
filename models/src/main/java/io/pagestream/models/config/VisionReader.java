package io.pagestream.models.config;

import java.util.List;

/** The encoder's part of {@code config.json}, for each layout. */
final class VisionReader {

    private static final int MOST_TILES = 64;

    private final Fields top;

    VisionReader(Fields top) {
        this.top = top;
    }

    VisionConfig original() {
        Fields vision = top.object("vision_config");
        top.mustBe("downsample_ratio", 0.5, 0.5);
        top.mustBe("use_backbone_lora", 0);
        top.mustBe("use_llm_lora", 0);
        top.mustBe("pad2square", false);
        int table = vision.side("image_size");
        boolean tiled = top.flag("dynamic_image_size", false);
        return internVit(
                vision,
                top.has("force_image_size") ? top.side("force_image_size") : table,
                vision.option("norm_type", "rms_norm", List.of("layer_norm", "rms_norm")),
                vision.flag("qkv_bias", false),
                vision.flag("qk_normalization", true),
                select(vision, "select_layer"),
                top.option("ps_version", "v1", List.of("v1", "v2")).equals("v1")
                        ? VisionConfig.Merge.COLUMNS
                        : VisionConfig.Merge.ROWS,
                limited(dynamic(
                        tiled ? top.count("min_dynamic_patch", 1) : 1,
                        tiled ? top.count("max_dynamic_patch", 6) : 1,
                        top.flag("use_thumbnail", false))));
    }

    VisionConfig hf() {
        Fields vision = top.object("vision_config");
        top.mustBe("downsample_ratio", 0.5, 0.5);
        top.mustBe("vision_feature_select_strategy", "default", "default");
        top.mustBe("projector_hidden_act", "gelu", "gelu");
        vision.mustBe("use_absolute_position_embeddings", true, true);
        vision.mustBe("use_mask_token", false, false);
        vision.mustBe("use_mean_pooling", true, true);
        boolean qkNorm = vision.flag("use_qk_norm", false);
        if (qkNorm && vision.number("layer_norm_eps", 1e-6) != 1e-6) {
            // In transformers the norm of query and key has this epsilon whatever the file says.
            throw vision.refused("layer_norm_eps", vision.number("layer_norm_eps", 1e-6), "1e-6, with use_qk_norm");
        }
        VisionConfig encoder = internVit(
                vision,
                vision.side("image_size"),
                vision.option("norm_type", "layer_norm", List.of("layer_norm", "rms_norm")),
                vision.flag("attention_bias", false),
                qkNorm,
                select(vision, "vision_feature_layer"),
                VisionConfig.Merge.ROWS,
                // The processor's own rule; preprocessor_config.json says crop_to_patches = false and is not meant.
                dynamic(1, 12, true));
        top.mustBe("image_seq_length", encoder.tokensPerTile());
        return encoder;
    }

    /**
     * The three preparations of the family. Which one a folder has is seen from its weights: without separators it is
     * XComposer2; adapters for writing, or a position table of 560 pixels, are 2.5's.
     */
    VisionConfig xcomposer(ClipFacts facts) {
        boolean newest = facts.taskAdapters() || facts.positionGrid() == 40;
        int stored = facts.positionGrid() * facts.patchSide();
        int side = facts.separators() || !top.has("img_size") ? stored : top.side("img_size");
        int patches = facts.separators() ? 2 * facts.patchSide() : facts.patchSide();
        if (side % patches != 0) {
            throw top.refused("img_size", side, "a multiple of " + patches + " pixels");
        }
        if (facts.hidden() % 64 != 0) {
            throw top.refused("the encoder's width (from the weights)", facts.hidden(), "heads of 64 elements");
        }
        return new VisionConfig(
                VisionConfig.Tower.CLIP,
                side,
                facts.patchSide(),
                facts.positionGrid(),
                facts.hidden(),
                facts.hidden() / 64,
                facts.intermediate(),
                facts.layers(),
                facts.layers(),
                VisionConfig.Norm.LAYER,
                1e-5f,
                true,
                false,
                facts.separators() ? VisionConfig.Merge.ROWS : VisionConfig.Merge.NONE,
                !facts.separators()
                        ? new Tiling.Squash()
                        : newest
                                ? new Tiling.HighDefinition(24, 1, false)
                                : new Tiling.HighDefinition(25, Double.POSITIVE_INFINITY, true));
    }

    /** How many layers are computed for the output that is taken: -1 is the last one's, 0 would be the embeddings. */
    private int select(Fields vision, String name) {
        int layers = vision.layers("num_hidden_layers");
        int selected = top.whole(name, -1);
        int computed = selected < 0 ? layers + 1 + selected : selected;
        if (computed < 1 || computed > layers) {
            throw top.refused(name, selected, "one of " + layers + " layers, or -1 to -" + layers + " from the end");
        }
        return computed;
    }

    /**
     * InternVL reads pages of more tiles than {@code max_dynamic_patch}, and its evaluators give it twice as many; a small
     * model that never saw more in training does not. The field is this project's own.
     */
    private Tiling limited(Tiling.Dynamic tiling) {
        int most = top.count("max_dynamic_patch_limit", Integer.MAX_VALUE);
        if (most < tiling.maxTiles()) {
            throw top.refused(
                    "max_dynamic_patch_limit", most, "at least max_dynamic_patch, which is " + tiling.maxTiles());
        }
        return new Tiling.Dynamic(tiling.minTiles(), tiling.maxTiles(), tiling.thumbnail(), most);
    }

    private Tiling.Dynamic dynamic(int minTiles, int maxTiles, boolean thumbnail) {
        if (minTiles > maxTiles || maxTiles > MOST_TILES) {
            throw top.refused(
                    "max_dynamic_patch", maxTiles, "from min_dynamic_patch " + minTiles + " to " + MOST_TILES);
        }
        return new Tiling.Dynamic(minTiles, maxTiles, thumbnail);
    }

    private VisionConfig internVit(
            Fields vision,
            int side,
            String norm,
            boolean qkvBias,
            boolean qkNorm,
            int layers,
            VisionConfig.Merge merge,
            Tiling tiling) {
        vision.mustBe("hidden_act", "gelu", "gelu");
        vision.mustBe("num_channels", 3, 3);
        int patch = vision.side("patch_size");
        int table = vision.side("image_size");
        int hidden = vision.count("hidden_size");
        int heads = vision.count("num_attention_heads");
        if (side % (2 * patch) != 0) {
            throw top.refused(
                    top.has("force_image_size") ? "force_image_size" : "vision_config.image_size",
                    side,
                    "a multiple of two patches of " + patch + " pixels");
        }
        if (table % patch != 0) {
            throw vision.refused("image_size", table, "a multiple of a patch of " + patch + " pixels");
        }
        if (hidden % heads != 0) {
            throw vision.refused("num_attention_heads", heads, "a divisor of hidden_size " + hidden);
        }
        return new VisionConfig(
                VisionConfig.Tower.INTERN_VIT,
                side,
                patch,
                table / patch,
                hidden,
                heads,
                vision.count("intermediate_size"),
                layers,
                vision.layers("num_hidden_layers"),
                norm.equals("rms_norm") ? VisionConfig.Norm.RMS : VisionConfig.Norm.LAYER,
                (float) vision.number("layer_norm_eps", 1e-6),
                qkvBias,
                qkNorm,
                merge,
                tiling);
    }
}
