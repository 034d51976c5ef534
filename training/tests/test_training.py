"""A run that was cut goes on as if it had not been."""

import argparse

import torch

from evaluate import distance
from export import export
from trainer import tokenizer as words
from trainer.batches import StageBatches
from trainer.train import arguments, run


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


def settings(material, tokenizer, folder, until: int) -> argparse.Namespace:
    return arguments(["--preset", "test", "--stage", "words", "--until", str(until), "--patches", "256", "--workers", "0", "--threads", "1",
                      "--material", str(material), "--tokenizer", str(tokenizer), "--run", str(folder), "--warmup", "2", "--every", "100"])


def test_a_resumed_run_equals_an_uninterrupted_one(material, tokenizer, tmp_path):
    run(settings(material, tokenizer, tmp_path / "whole", 4))
    run(settings(material, tokenizer, tmp_path / "parts", 2))
    run(settings(material, tokenizer, tmp_path / "parts", 4))
    whole, parts = (torch.load(tmp_path / name / "last.pt", weights_only=True) for name in ("whole", "parts"))
    assert whole["progress"] == parts["progress"]
    assert all(torch.equal(whole["model"][k], parts["model"][k]) for k in whole["model"])
    assert export(tmp_path / "parts/last.pt", tokenizer, tmp_path / "export") > 100_000


def test_distance_counts_edits():
    assert [distance("", "abc"), distance("kitten", "sitting"), distance("same", "same"), distance("ab", "")] == [3, 3, 0, 2]
