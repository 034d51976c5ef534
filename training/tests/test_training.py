"""A run that was cut goes on as if it had not been."""

import argparse
import random

import pytest
import torch

from evaluate import distance
from export import export
from synthesis.samples import TILES
from trainer import tokenizer as words
from trainer.average import average
from trainer.batches import FIRST_OF_TILE, LONGEST, TILE_WORD, StageBatches, importance, slip
from trainer.model import InternVL, pixels
from trainer.presets import config
from trainer.train import Trainee, arguments, jumps, oracle_loss, run


def test_a_batch_follows_from_its_number(material, tokenizer):
    first, second = (StageBatches(material, tokenizer, "lines", 1, 1024)[17] for _ in range(2))
    assert first.row == second.row
    assert all(torch.equal(a, b) for a, b in zip(first.tensors().values(), second.tensors().values()))


def test_targets_are_the_answer_and_the_guide_points_at_its_tokens(material, tokenizer):
    batch = StageBatches(material, tokenizer, "words", 1, 512)[3]
    vocabulary = words.load(tokenizer)
    for row in range(len(batch.rest)):
        ids = batch.targets[row][batch.targets[row] >= 0].tolist()
        assert ids[-1] == vocabulary.token_to_id("<|im_end|>")
        places = batch.guide[row][batch.guide[row] >= 0].tolist()
        assert places and max(places) < 32


def test_spelled_answers_have_a_token_for_each_character_and_are_read_back(material, tokenizer):
    batch = StageBatches(material, tokenizer, "signs", 1, 512, spelled=True)[3]
    vocabulary = words.load(tokenizer)
    special = vocabulary.token_to_id(words.SPECIALS[0])
    for row in range(len(batch.rest)):
        ids = batch.targets[row][batch.targets[row] >= 0].tolist()[:-1]
        text = vocabulary.decode(ids)
        assert len(text) == sum(i < special for i in ids) and len(text) > 3
        assert batch.guide[row][batch.targets[row] >= 0][:-1].min() >= 0, "spaces and line ends look at what comes next"


def test_the_word_for_a_place_stands_before_what_is_read_there(material, tokenizer):
    batch = StageBatches(material, tokenizer, "signs", 1, 512, spelled=True)[3]
    vocabulary = words.load(tokenizer)
    for row in range(len(batch.rest)):
        chosen = batch.targets[row] >= 0
        said, half = None, batch.row // 2 * 16
        for i, token, place in zip(batch.targets[row][chosen].tolist(), batch.guide[row][chosen].tolist(), batch.places[row][chosen].tolist()):
            word = vocabulary.id_to_token(i)
            if word in words.PLACES:
                said = words.PLACES.index(word)
                assert place == -1
            if place >= 0:
                assert said == 2 * (token + half) + place // 6


def test_of_a_long_answer_any_part_is_shown_at_its_own_positions(material, tokenizer):
    vocabulary = words.load(tokenizer)
    tiles = {vocabulary.token_to_id(word) for word in words.MARKED_TILES}
    batches = StageBatches(material, tokenizer, "sheets", 1, 13 * 1024, spelled=True)
    parts = 0
    for number in range(40):
        batch = batches[number]
        for row in range(len(batch.rest)):
            left, answer = int(batch.skipped[row].max()), int((batch.targets[row] >= 0).nonzero()[0])
            if left:
                parts += 1
                begin = answer - 1
                assert int(batch.rest[row, begin]) in tiles, "the part begins with a tile and a place in it, which nothing foretells"
                assert batch.skipped[row, :begin].eq(0).all() and batch.skipped[row, begin:].eq(left).all()
            assert len(batch.targets[row][batch.targets[row] >= 0]) <= LONGEST
    assert parts > 2


def test_left_out_tokens_count_in_the_positions():
    torch.manual_seed(1)
    model = InternVL(config("test", 128, {"<|endoftext|>": 1, "<|im_end|>": 2}, TILES))
    vision, prefix, rest = torch.randn(1, 4, 64), torch.tensor([3, 4]), torch.tensor([[5, 6, 7, 8, 9]])
    whole = model.speak(vision, prefix, rest)[0]
    assert torch.equal(whole, model.speak(vision, prefix, rest, torch.zeros_like(rest))[0])
    skipped = torch.tensor([[0, 0, 50, 50, 50]])
    other = model.speak(vision, prefix, rest, skipped)[0]
    assert torch.equal(whole[:, :2], other[:, :2]) and not torch.allclose(whole[:, 2:], other[:, 2:])
    cos, sin = model.language_model.model.angles(torch.tensor([[57]]), vision)
    assert torch.allclose(cos[0, 0, 0, 0], torch.tensor(57.0).cos()) and torch.allclose(sin[0, 0, 0, 0], torch.tensor(57.0).sin())


def test_only_characters_slip():
    ids = [1, 2, 3, 500, 4, 600, 5] * 40
    slipped = slip(ids, 7, 100, random.Random(1))
    assert slipped != ids and slipped[:7] == ids[:7]
    assert all(a == b for a, b in zip(slipped, ids) if b >= 100) and max(i for i in slipped if i not in (500, 600)) <= 5


def test_without_pixels_only_the_decoder_learns_and_without_answers_only_the_encoder(material, tokenizer):
    vocabulary = words.load(tokenizer)
    trainee = Trainee(config("test", vocabulary.get_vocab_size(), vocabulary.get_vocab(), TILES))
    batch = StageBatches(material, tokenizer, "signs", 1, 256, spelled=True)[0]
    trainee(None, batch)[:4].sum().backward()
    assert trainee.model.vision_model.embeddings.patch_embedding.weight.grad is None
    assert trainee.model.language_model.lm_head.weight.grad.abs().sum() > 0
    trainee.zero_grad()
    batch = StageBatches(material, tokenizer, "plain", 1, 256)[0]
    losses = trainee(pixels(batch.tiles, batch.colours, torch.float32), batch, False)
    losses[:4].sum().backward()
    assert trainee.model.language_model.lm_head.weight.grad is None and losses[0] == 0 and losses[3] > 0
    assert trainee.model.mlp1[3].weight.grad.abs().sum() > 0


def test_the_oracle_loss_is_nothing_when_the_encoder_says_the_same():
    told, labels = torch.randn(2, 32, 8), torch.zeros(2, 128, 3, dtype=torch.long)
    labels[:, ::3, 0] = 4
    assert oracle_loss(told, told, labels) == 0
    assert abs(float(oracle_loss(told.mean((0, 1)).expand_as(told), told, labels)) - 1) < 0.1


def settings(material, tokenizer, folder, until: int, stage: str) -> argparse.Namespace:
    return arguments(["--preset", "test", "--stage", stage, "--until", str(until), "--patches", "256", "--workers", "0", "--threads", "1",
                      "--material", str(material), "--tokenizer", str(tokenizer), "--run", str(folder), "--warmup", "2", "--every", "100"])


@pytest.mark.parametrize("stage", ["signs", "words"])
def test_a_resumed_run_equals_an_uninterrupted_one(material, tokenizer, tmp_path, stage):
    run(settings(material, tokenizer, tmp_path / "whole", 4, stage))
    run(settings(material, tokenizer, tmp_path / "parts", 2, stage))
    run(settings(material, tokenizer, tmp_path / "parts", 4, stage))
    whole, parts = (torch.load(tmp_path / name / "last.pt", weights_only=True) for name in ("whole", "parts"))
    assert whole["progress"] == parts["progress"]
    assert all(torch.equal(whole["model"][k], parts["model"][k]) for k in whole["model"])
    assert export(tmp_path / "parts/last.pt", tokenizer, tmp_path / "export") > 100_000


def test_distance_counts_edits():
    assert [distance("", "abc"), distance("kitten", "sitting"), distance("same", "same"), distance("ab", "")] == [3, 3, 0, 2]


def test_a_wrong_jump_costs_only_where_a_tile_or_a_place_in_another_one_comes_next():
    tile, place = 600 - len(words.MARKED_TILES), 600 - len(words.MARKED_TILES) - len(words.PLACES)
    sure = lambda best: torch.nn.functional.one_hot(torch.tensor([best]), 600) * 20.0
    cost = lambda best, target, shown: jumps(sure(best), torch.tensor([target]), torch.tensor([shown]))
    assert cost(tile, 3, 4) == cost(3, 4, tile) == cost(place, place + 1, 4) == 0
    assert cost(tile, tile, 4) < 0.01 and cost(place + 7, place + 7, tile) < 0.01
    assert 39 < cost(tile, tile + 1, 4) < 41 and 19 < cost(place, place + 1, tile) < 21


def test_the_mean_of_two_runs_goes_on_where_the_first_stands():
    states = [{"model": {"w": torch.full((2,), float(k))}, "progress": {"batch": k}, "config": {},
               "optimizer": {"adam": {"state": {0: {"step": torch.tensor(4.0 * k)}}, "param_groups": [{"lr": k}]}, "momenta": [torch.ones(3) * k]}}
              for k in (1, 2)]
    mean = average(states)
    assert mean["model"]["w"].tolist() == [1.5, 1.5] and mean["progress"] == {"batch": 1}
    assert mean["optimizer"]["momenta"][0].tolist() == [1.5] * 3 and mean["optimizer"]["adam"]["param_groups"] == [{"lr": 1}]


def test_the_first_word_for_a_tile_counts_most():
    assert importance([9, 9, 1, 5, 1, 2, 5, 2, 1], 2, {1, 2}) == [1, 1, TILE_WORD, FIRST_OF_TILE, 1, TILE_WORD, TILE_WORD]
