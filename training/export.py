"""Writes a checkpoint as a model folder of the original InternVL 2.5 layout, in bfloat16.

    python export.py cache/run/last.pt cache/export
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file

from trainer import tokenizer as words

#: Tokens of an answer: spelled, with the words for places, a dense page has some seven thousand.
MAX_LENGTH = 8192


def dump(path: Path, value: object) -> None:
    """Indented JSON."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def added(content: str, special: bool) -> dict[str, object]:
    """An entry of added_tokens_decoder."""
    return {"content": content, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False, "special": special}


def tokenizer_files(source: Path, target: Path) -> None:
    """vocab.json and merges.txt as they are, and the tables of added tokens."""
    for name in ("vocab.json", "merges.txt"):
        shutil.copyfile(source / name, target / name)
    ids = words.load(source).get_vocab()
    special = [s for s in words.SPECIALS if s not in words.NOT_SPECIAL]
    dump(target / "added_tokens.json", {s: ids[s] for s in words.SPECIALS})
    dump(target / "special_tokens_map.json", {
        "additional_special_tokens": special[1:], "eos_token": {**added("<|im_end|>", True), "special": False},
        "pad_token": {**added("<|endoftext|>", True), "special": False}})
    dump(target / "tokenizer_config.json", {
        "add_bos_token": False, "add_prefix_space": False,
        "added_tokens_decoder": {str(ids[s]): added(s, s not in words.NOT_SPECIAL) for s in words.SPECIALS},
        "additional_special_tokens": special[1:], "bos_token": None,
        "chat_template": "{%- for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}"
                         "{%- endfor %}{%- if add_generation_prompt %}{{'<|im_start|>assistant\\n'}}{%- endif %}",
        "clean_up_tokenization_spaces": False, "eos_token": "<|im_end|>", "errors": "replace", "model_max_length": MAX_LENGTH,
        "pad_token": "<|endoftext|>", "split_special_tokens": False, "tokenizer_class": "Qwen2Tokenizer", "unk_token": None})


def export(checkpoint: Path, tokenizer: Path, target: Path) -> int:
    """Writes the folder; bytes of the weights."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    target.mkdir(parents=True, exist_ok=True)
    tensors = {k.removeprefix("model."): v.to(torch.bfloat16).contiguous() for k, v in state["model"].items() if k.startswith("model.")}
    save_file(tensors, target / "model.safetensors", {"format": "pt"})
    # What it never saw in training it cannot read: the product shows it no more tiles, whatever a task asks for.
    dump(target / "config.json", {**state["config"], "max_dynamic_patch_limit": state["config"]["max_dynamic_patch"]})
    dump(target / "generation_config.json", {
        "eos_token_id": [state["config"]["llm_config"]["eos_token_id"]], "max_new_tokens": MAX_LENGTH, "transformers_version": "4.37.2"})
    dump(target / "preprocessor_config.json", {
        "crop_size": 448, "do_center_crop": True, "do_normalize": True, "do_resize": True, "feature_extractor_type": "CLIPFeatureExtractor",
        "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "resample": 3, "size": 448})
    tokenizer_files(tokenizer, target)
    return (target / "model.safetensors").stat().st_size


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--tokenizer", type=Path, default=Path("cache/tokenizer"))
    args = parser.parse_args()
    print(f"{args.target}: {export(args.checkpoint, args.tokenizer, args.target) / 1e6:.1f} MB of weights")


if __name__ == "__main__":
    main()
