"""Sizes of the model, and the config.json that says them."""

from __future__ import annotations

from typing import Any

#: name -> (vision width, layers, heads, inner; decoder width, layers, heads, kv heads, inner)
PRESETS: dict[str, tuple[int, ...]] = {
    "test": (64, 2, 2, 128, 64, 2, 4, 2, 128),
    "nano": (128, 4, 4, 512, 128, 4, 4, 2, 384),
    "tiny": (192, 4, 6, 768, 192, 6, 3, 3, 512),
    "small": (192, 6, 3, 768, 256, 4, 4, 2, 768),
    "base": (320, 8, 5, 1280, 320, 6, 10, 2, 896),
}


def config(preset: str, vocabulary: int, ids: dict[str, int], tiles: tuple[int, int]) -> dict[str, Any]:
    """config.json of the original InternVL 2.5 layout."""
    wide, deep, heads, inner, width, layers, queries, keys, hidden = PRESETS[preset]
    return {
        "architectures": ["InternVLChatModel"], "model_type": "internvl_chat", "template": "internvl2_5", "torch_dtype": "bfloat16",
        "downsample_ratio": 0.5, "ps_version": "v2", "select_layer": -1, "force_image_size": 448, "dynamic_image_size": True,
        "use_thumbnail": True, "pad2square": False, "min_dynamic_patch": tiles[0], "max_dynamic_patch": tiles[1], "hidden_size": width,
        "use_backbone_lora": 0, "use_llm_lora": 0, "tie_word_embeddings": False, "transformers_version": "4.37.2",
        "llm_config": {
            "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "attention_dropout": 0.0, "bos_token_id": ids["<|endoftext|>"],
            "eos_token_id": ids["<|im_end|>"], "hidden_act": "silu", "hidden_size": width, "initializer_range": 0.02,
            "intermediate_size": hidden, "max_position_embeddings": 32768, "max_window_layers": 21, "num_attention_heads": queries,
            "num_hidden_layers": layers, "num_key_value_heads": keys, "rms_norm_eps": 1e-6, "rope_scaling": None, "rope_theta": 1000000.0,
            "sliding_window": None, "tie_word_embeddings": False, "torch_dtype": "bfloat16", "use_cache": True,
            "use_sliding_window": False, "vocab_size": vocabulary},
        "vision_config": {
            "architectures": ["InternVisionModel"], "model_type": "intern_vit_6b", "attention_dropout": 0.0, "drop_path_rate": 0.0,
            "dropout": 0.0, "hidden_act": "gelu", "hidden_size": wide, "image_size": 448, "initializer_factor": 1.0,
            "initializer_range": 0.02, "intermediate_size": inner, "layer_norm_eps": 1e-6, "norm_type": "layer_norm",
            "num_attention_heads": heads, "num_channels": 3, "num_hidden_layers": deep, "patch_size": 14, "qk_normalization": False,
            "qkv_bias": True, "torch_dtype": "bfloat16", "use_flash_attn": True}}
