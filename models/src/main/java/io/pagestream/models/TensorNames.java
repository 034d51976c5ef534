package io.pagestream.models;

import io.pagestream.models.config.Layout;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.weights.WeightNames;
import io.pagestream.models.weights.WeightSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the weights of a model are called: the decoder's as its family says, the encoder's as its layout does. */
final class TensorNames {

    static final String EMBEDDING = "language.embedding";
    static final String HEAD = "language.head";
    static final String END_OF_ROW = "separator.end_of_row";
    static final String END_OF_OVERVIEW = "separator.end_of_overview";

    /** What transformers 5 calls its modules; files that were saved with these names exist. */
    private static final Map<String, String> NEWER_HF = newerHf();

    private TensorNames() {}

    private static Map<String, String> newerHf() {
        Map<String, String> prefixes = new LinkedHashMap<>();
        prefixes.put("vision_tower.", "model.vision_tower.");
        prefixes.put("multi_modal_projector.", "model.multi_modal_projector.");
        prefixes.put("language_model.model.", "model.language_model.");
        prefixes.put("language_model.lm_head.", "lm_head.");
        return prefixes;
    }

    /** The names of the decoder's weights. */
    static WeightNames language(Layout layout, ModelFamily family, WeightSource source) {
        return asIn(source, layout, WeightNames.of(family.names()));
    }

    /** The names of the encoder's weights. */
    static WeightNames vision(Layout layout, VisionConfig vision, WeightSource source) {
        return asIn(source, layout, VisionNames.of(layout, vision));
    }

    private static WeightNames asIn(WeightSource source, Layout layout, WeightNames names) {
        boolean newer = source.names().stream().anyMatch(name -> name.startsWith("model.vision_tower."));
        WeightNames renamed = layout == Layout.HF && newer ? names.renamed(NEWER_HF) : names;
        return renamed.present(source.names());
    }

    /** Tensors that files of this layout may hold and no model reads: constants, a norm behind the last layer. */
    static boolean isUnused(Layout layout, String name) {
        return name.endsWith(".rotary_emb.inv_freq")
                || layout == Layout.XCOMPOSER
                        && (name.endsWith(".position_ids")
                                || name.startsWith("vit.vision_tower.vision_model.post_layernorm.")
                                || name.startsWith("video_mem_proj."));
    }
}
