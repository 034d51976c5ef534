package io.pagestream.models;

import io.pagestream.models.config.Layout;
import io.pagestream.models.weights.WeightNames;
import io.pagestream.models.weights.WeightSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the weights of vision encoder and projector are called in the two layouts; the decoder's are its family's. */
final class TensorNames {

    static final String EMBEDDING = "language.embedding";
    static final String HEAD = "language.head";

    private static final String ORIGINAL = """
            vision.class                      vision_model.embeddings.class_embedding
            vision.position                   vision_model.embeddings.position_embedding
            vision.patch.weight               vision_model.embeddings.patch_embedding.weight
            vision.patch.bias                 vision_model.embeddings.patch_embedding.bias
            vision.layer.norm1.weight         vision_model.encoder.layers.{n}.norm1.weight
            vision.layer.norm1.bias           vision_model.encoder.layers.{n}.norm1.bias
            vision.layer.qkv.weight           vision_model.encoder.layers.{n}.attn.qkv.weight
            vision.layer.qkv.bias             vision_model.encoder.layers.{n}.attn.qkv.bias
            vision.layer.projection.weight    vision_model.encoder.layers.{n}.attn.proj.weight
            vision.layer.projection.bias      vision_model.encoder.layers.{n}.attn.proj.bias
            vision.layer.scale1               vision_model.encoder.layers.{n}.ls1
            vision.layer.norm2.weight         vision_model.encoder.layers.{n}.norm2.weight
            vision.layer.norm2.bias           vision_model.encoder.layers.{n}.norm2.bias
            vision.layer.fc1.weight           vision_model.encoder.layers.{n}.mlp.fc1.weight
            vision.layer.fc1.bias             vision_model.encoder.layers.{n}.mlp.fc1.bias
            vision.layer.fc2.weight           vision_model.encoder.layers.{n}.mlp.fc2.weight
            vision.layer.fc2.bias             vision_model.encoder.layers.{n}.mlp.fc2.bias
            vision.layer.scale2               vision_model.encoder.layers.{n}.ls2
            projector.norm.weight             mlp1.0.weight
            projector.norm.bias               mlp1.0.bias
            projector.in.weight               mlp1.1.weight
            projector.in.bias                 mlp1.1.bias
            projector.out.weight              mlp1.3.weight
            projector.out.bias                mlp1.3.bias
            """;

    private static final String HF = """
            vision.class                      vision_tower.embeddings.cls_token
            vision.position                   vision_tower.embeddings.position_embeddings
            vision.patch.weight               vision_tower.embeddings.patch_embeddings.projection.weight
            vision.patch.bias                 vision_tower.embeddings.patch_embeddings.projection.bias
            vision.layer.norm1.weight         vision_tower.encoder.layer.{n}.layernorm_before.weight
            vision.layer.norm1.bias           vision_tower.encoder.layer.{n}.layernorm_before.bias
            vision.layer.qkv.weight           vision_tower.encoder.layer.{n}.attention.q_proj.weight \
            + vision_tower.encoder.layer.{n}.attention.k_proj.weight \
            + vision_tower.encoder.layer.{n}.attention.v_proj.weight
            vision.layer.qkv.bias             vision_tower.encoder.layer.{n}.attention.q_proj.bias \
            + vision_tower.encoder.layer.{n}.attention.k_proj.bias \
            + vision_tower.encoder.layer.{n}.attention.v_proj.bias
            vision.layer.projection.weight    vision_tower.encoder.layer.{n}.attention.projection_layer.weight
            vision.layer.projection.bias      vision_tower.encoder.layer.{n}.attention.projection_layer.bias
            vision.layer.scale1               vision_tower.encoder.layer.{n}.lambda_1
            vision.layer.norm2.weight         vision_tower.encoder.layer.{n}.layernorm_after.weight
            vision.layer.norm2.bias           vision_tower.encoder.layer.{n}.layernorm_after.bias
            vision.layer.fc1.weight           vision_tower.encoder.layer.{n}.mlp.fc1.weight
            vision.layer.fc1.bias             vision_tower.encoder.layer.{n}.mlp.fc1.bias
            vision.layer.fc2.weight           vision_tower.encoder.layer.{n}.mlp.fc2.weight
            vision.layer.fc2.bias             vision_tower.encoder.layer.{n}.mlp.fc2.bias
            vision.layer.scale2               vision_tower.encoder.layer.{n}.lambda_2
            projector.norm.weight             multi_modal_projector.layer_norm.weight
            projector.norm.bias               multi_modal_projector.layer_norm.bias
            projector.in.weight               multi_modal_projector.linear_1.weight
            projector.in.bias                 multi_modal_projector.linear_1.bias
            projector.out.weight              multi_modal_projector.linear_2.weight
            projector.out.bias                multi_modal_projector.linear_2.bias
            """;

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

    static WeightNames of(Layout layout, ModelFamily family, WeightSource source) {
        WeightNames names = WeightNames.of(layout == Layout.HF ? HF : ORIGINAL, family.names());
        boolean newer = source.names().stream().anyMatch(name -> name.startsWith("model.vision_tower."));
        WeightNames renamed = layout == Layout.HF && newer ? names.renamed(NEWER_HF) : names;
        return renamed.present(source.names());
    }
}
