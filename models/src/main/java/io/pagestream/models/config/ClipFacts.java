package io.pagestream.models.config;

/**
 * What the weights say of a CLIP tower, whose sizes official code has inside and {@code config.json} has not.
 *
 * @param hidden width
 * @param layers how many
 * @param intermediate width of the feed-forward part
 * @param patchSide pixels of a patch
 * @param positionGrid patches along the side of the position table
 * @param separators whether {@code plora_glb_GN} and {@code plora_sub_GN} are stored
 * @param taskAdapters whether {@code lora_sft} is stored, for writing articles
 */
public record ClipFacts(
        int hidden,
        int layers,
        int intermediate,
        int patchSide,
        int positionGrid,
        boolean separators,
        boolean taskAdapters) {}
