"""The model is the InternVL of the reference: same names, same numbers."""

import gzip
import json

import torch
from safetensors.torch import load, load_file

from evaluate import load as load_model
from synthesis.samples import TILES
from trainer.model import InternVL, pixels, turned, waves
from trainer.oracle import Oracle
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
    ours = config("base", 1000, {"<|endoftext|>": 1, "<|im_end|>": 2}, TILES)
    assert set(ours["vision_config"]) <= set(official["vision_config"])
    assert set(ours["llm_config"]) <= set(official["llm_config"])
    assert set(ours) - {"tie_word_embeddings"} <= set(official)


def test_the_shipped_size_fits_the_limit():
    model = InternVL(config("base", 1030, {"<|endoftext|>": 1, "<|im_end|>": 2}, TILES))
    assert 5e6 < sum(p.numel() for p in model.parameters()) < 20e6


def fresh(preset: str = "test") -> InternVL:
    torch.manual_seed(1)
    return InternVL(config(preset, 1030, {"<|endoftext|>": 1, "<|im_end|>": 2}, TILES))


def test_a_fresh_head_looks_at_its_neighbour():
    vision = fresh("nano").vision_model
    layer, shown = vision.encoder.layers[0], torch.randn(1, 3, 56, 448)
    x = layer.norm1(vision.embeddings(shown, 10))
    query, key, _ = layer.attn.qkv(x).unflatten(-1, (3, layer.attn.heads, -1)).permute(2, 0, 3, 1, 4)
    weights = (query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5).softmax(-1)[0, :, 1:, 1:]
    middle = 1 * 32 + 16
    assert weights[:, middle].argmax(-1).tolist() == [middle - 1, middle + 1, middle - 32, middle + 32]
    assert weights[:, middle].amax(-1).min() > 0.25


def test_waves_turn_into_those_of_the_patch_beside():
    places = waves(32, 16).unflatten(0, (32, 32))
    assert torch.allclose(places[5, 7] @ turned(16, (1, -2)).T, places[6, 5], atol=1e-4)


def unseen(features: torch.Tensor, patches: torch.Tensor) -> float:
    """The share of the patches [n, pixels] that features [m, pixels] do not hold."""
    known = features.T @ torch.linalg.lstsq(features.T, patches.T).solution
    return float((known.T - patches).square().sum() / patches.square().sum())


def test_a_fresh_encoder_sees_most_of_a_patch():
    features = fresh("nano").vision_model.embeddings.patch_embedding.weight[32:].detach().sum(1).flatten(1)
    blurred = torch.nn.functional.avg_pool2d(torch.randn(50, 1, 18, 18), 5, 1).flatten(1)
    assert unseen(features, blurred) < 0.1 < 0.4 < unseen(torch.randn_like(features), blurred)


def test_the_oracle_tells_characters_apart_and_where_they_stand():
    oracle, labels = Oracle(64, 100), torch.zeros(1, 128, 3, dtype=torch.long)
    labels[0, 5, 0] = 7
    told = oracle(labels)
    assert told.shape == (1, 32, 64)
    changed = (told != oracle(torch.zeros_like(labels))).any(-1)
    assert changed.nonzero().tolist() == [[0, 2]]
    beside = labels.roll(1, 1)
    assert not torch.equal(oracle(beside)[0, 3], told[0, 2])
    assert not torch.equal(oracle(labels + 100 * (labels > 0)), told)
    assert torch.equal(Oracle(64, 100)(labels, 4), oracle(labels, 4)) and not torch.equal(oracle(labels, 4), told)


def test_the_encoder_can_say_the_places_and_each_is_a_peak():
    """They are linear in the waves that the first features of a patch are; no other place is more than half as near."""
    places = Oracle(64, 100).positions
    patches = waves(32, 32).unflatten(0, (32, 32))[::2, ::2].flatten(0, 1)
    assert (patches @ torch.linalg.pinv(patches, rtol=1e-4) @ places - places).abs().max() < 1e-4
    near = places @ places.T
    assert torch.equal(near.argmax(1), torch.arange(256))
    assert (near - torch.diag(near.diag())).max() < 0.51 * near.diag().min()


def test_the_oracle_does_not_tell_what_no_tile_shows():
    """The line of the first character at the left edge may begin in the tile beside it."""
    oracle, labels = Oracle(64, 100), torch.zeros(1, 128, 3, dtype=torch.long)
    labels[0, 32, 0] = labels[0, 34, 0] = 7
    spaced = labels + 100 * (labels > 0)
    changed = (oracle(labels) != oracle(spaced)).any(-1)
    assert changed.nonzero().tolist() == [[0, 1]]


def test_the_oracle_has_the_order_of_the_pixel_shuffle():
    """What a patch says must come out in the token that the encoder makes of that patch."""
    model = fresh()
    shown = torch.zeros(1, 3, 56, 448)
    other = shown.clone()
    other[:, :, 14:28, 28 * 3:28 * 3 + 14] = 2
    with torch.no_grad():
        for layer in model.vision_model.encoder.layers:
            layer.attn.proj.weight.zero_()
        seen = (model.see(shown)[0] != model.see(other)[0]).any(-1)
    labels = torch.zeros(1, 128, 3, dtype=torch.long)
    labels[0, 32 + 6, 0] = 1
    told = (Oracle(64, 100)(labels) != Oracle(64, 100)(torch.zeros_like(labels))).any(-1)
    assert seen.nonzero().tolist() == told.nonzero().tolist() == [[0, 3]]
