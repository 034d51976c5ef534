"""The model is the InternVL of the reference: same names, same numbers."""

import gzip
import json

import torch
from safetensors.torch import load, load_file

from evaluate import load as load_model
from trainer.model import InternVL, pixels
from trainer.presets import config
from trainer.tokenizer import SYSTEM, before, load as load_tokenizer


def test_parameters_have_the_names_and_shapes_of_the_official_layout(golden):
    model = InternVL(json.loads((golden / "config.json").read_text()))
    stored = {k: tuple(v.shape) for k, v in load_file(golden / "model.safetensors").items()}
    assert {k: tuple(v.shape) for k, v in model.state_dict().items()} == stored


def test_greedy_answer_over_tiles_and_thumbnail_equals_the_reference(golden):
    model, _ = load_model(golden)
    expected = json.loads((golden / "golden/expected.json").read_text())
    case = next(c for c in expected["cases"] if c["id"] == "dynamic")
    tiles = load(gzip.decompress((golden / "golden/tiles.safetensors.gz").read_bytes()))["tiles.page_portrait.png"]
    plain = torch.tensor([[[0.0] * 3, [1.0] * 3]])
    shown = torch.cat([pixels(tiles[None, ..., c], plain, torch.float32)[:, :, c:c + 1] for c in range(3)], 2)
    ids, mark = case["input_ids"], expected["image_token_id"]
    first, last = ids.index(mark), len(ids) - ids[::-1].index(mark)
    found = model.answer(shown, torch.tensor(ids[:first]), torch.tensor([ids[last:]]), -1, len(case["greedy"]["ids"]))
    assert found[0] == case["greedy"]["ids"]


def test_prompt_and_tokenizer_equal_the_reference(golden):
    expected = json.loads((golden / "golden/expected.json").read_text())
    case = next(c for c in expected["cases"] if c["id"] == "single_tile")
    tokenizer = load_tokenizer(golden)
    head, tail = before(case["question"].removeprefix("<image>\n"))
    mark = [expected["image_token_id"]] * expected["tokens_per_tile"]
    assert SYSTEM == expected["system_message"]
    assert tokenizer.encode(head).ids + mark + tokenizer.encode(tail).ids == case["input_ids"]


def test_config_has_the_fields_of_the_official_one(golden):
    official = json.loads((golden / "config.json").read_text())
    ours = config("base", 1000, {"<|endoftext|>": 1, "<|im_end|>": 2}, 6)
    assert set(ours["vision_config"]) <= set(official["vision_config"])
    assert set(ours["llm_config"]) <= set(official["llm_config"])
    assert set(ours) - {"tie_word_embeddings"} <= set(official)


def test_the_shipped_size_fits_the_limit():
    model = InternVL(config("base", 1030, {"<|endoftext|>": 1, "<|im_end|>": 2}, 6))
    assert 5e6 < sum(p.numel() for p in model.parameters()) < 20e6
