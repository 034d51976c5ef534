package io.pagestream.models;

import io.pagestream.models.config.Layout;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.weights.WeightNames;

/** What the weights of vision encoder and projector are called in each layout. */
final class VisionNames {

    private static final String ORIGINAL = """
            vision.class                      vision_model.embeddings.class_embedding
            vision.position                   vision_model.embeddings.position_embedding
            vision.patch.weight               vision_model.embeddings.patch_embedding.weight
            vision.patch.bias                 vision_model.embeddings.patch_embedding.bias
            vision.layer.norm1.weight         vision_model.encoder.layers.{n}.norm1.weight
            vision.layer.norm1.bias           vision_model.encoder.layers.{n}.norm1.bias
            vision.layer.qkv.weight           vision_model.encoder.layers.{n}.attn.qkv.weight
            vision.layer.qkv.bias             vision_model.encoder.layers.{n}.attn.qkv.bias
            vision.layer.q_norm               vision_model.encoder.layers.{n}.attn.q_norm.weight
            vision.layer.k_norm               vision_model.encoder.layers.{n}.attn.k_norm.weight
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
            vision.layer.q_norm               vision_tower.encoder.layer.{n}.attention.q_norm.weight
            vision.layer.k_norm               vision_tower.encoder.layer.{n}.attention.k_norm.weight
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

    private static final String XCOMPOSER = """
            vision.class                      vit.vision_tower.vision_model.embeddings.class_embedding
            vision.position                   vit.vision_tower.vision_model.embeddings.position_embedding.weight
            vision.patch.weight               vit.vision_tower.vision_model.embeddings.patch_embedding.weight
            vision.norm.weight                vit.vision_tower.vision_model.pre_layrnorm.weight
            vision.norm.bias                  vit.vision_tower.vision_model.pre_layrnorm.bias
            vision.layer.norm1.weight         vit.vision_tower.vision_model.encoder.layers.{n}.layer_norm1.weight
            vision.layer.norm1.bias           vit.vision_tower.vision_model.encoder.layers.{n}.layer_norm1.bias
            vision.layer.qkv.weight           vit.vision_tower.vision_model.encoder.layers.{n}.self_attn.q_proj.weight \
            + vit.vision_tower.vision_model.encoder.layers.{n}.self_attn.k_proj.weight \
            + vit.vision_tower.vision_model.encoder.layers.{n}.self_attn.v_proj.weight
            vision.layer.qkv.bias             vit.vision_tower.vision_model.encoder.layers.{n}.self_attn.q_proj.bias \
            + vit.vision_tower.vision_model.encoder.layers.{n}.self_attn.k_proj.bias \
            + vit.vision_tower.vision_model.encoder.layers.{n}.self_attn.v_proj.bias
            vision.layer.projection.weight    vit.vision_tower.vision_model.encoder.layers.{n}.self_attn.out_proj.weight
            vision.layer.projection.bias      vit.vision_tower.vision_model.encoder.layers.{n}.self_attn.out_proj.bias
            vision.layer.norm2.weight         vit.vision_tower.vision_model.encoder.layers.{n}.layer_norm2.weight
            vision.layer.norm2.bias           vit.vision_tower.vision_model.encoder.layers.{n}.layer_norm2.bias
            vision.layer.fc1.weight           vit.vision_tower.vision_model.encoder.layers.{n}.mlp.fc1.weight
            vision.layer.fc1.bias             vit.vision_tower.vision_model.encoder.layers.{n}.mlp.fc1.bias
            vision.layer.fc2.weight           vit.vision_tower.vision_model.encoder.layers.{n}.mlp.fc2.weight
            vision.layer.fc2.bias             vit.vision_tower.vision_model.encoder.layers.{n}.mlp.fc2.bias
            projector.in.weight               vision_proj.0.weight
            projector.in.bias                 vision_proj.0.bias
            projector.out.weight              vision_proj.2.weight
            projector.out.bias                vision_proj.2.bias
            separator.end_of_row              plora_sub_GN
            separator.end_of_overview         plora_glb_GN
            """;

    private VisionNames() {}

    /** The names of those weights that an encoder of this configuration has. */
    static WeightNames of(Layout layout, VisionConfig vision) {
        WeightNames names = all(layout);
        if (!vision.qkvBias()) {
            names = names.without("vision.layer.qkv.bias");
        }
        if (!vision.qkNorm()) {
            names = names.without("vision.layer.q_norm").without("vision.layer.k_norm");
        }
        if (vision.norm() == VisionConfig.Norm.RMS) {
            names = names.without("vision.layer.norm1.bias").without("vision.layer.norm2.bias");
        }
        if (!vision.separators()) {
            names = names.without(TensorNames.END_OF_ROW).without(TensorNames.END_OF_OVERVIEW);
        }
        return names;
    }

    /** The names of all weights that an encoder of this layout can have. */
    static WeightNames all(Layout layout) {
        return WeightNames.of(
                switch (layout) {
                    case ORIGINAL -> ORIGINAL;
                    case HF -> HF;
                    case XCOMPOSER -> XCOMPOSER;
                });
    }
}
