"""Batches by number. Batch n of a stage is a function of (seed, stage, n, patches per batch): a resumed run goes on with the next one."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.utils.data import DataLoader, Dataset

from synthesis.material import Material
from synthesis.samples import Sample, Shape, make
from synthesis.tiles import TILE, TOKEN
from trainer import tokenizer as words
from trainer.curriculum import STAGES

#: Answers are cut after this many tokens (then without the end token).
LONGEST = 2048


@dataclass
class Batch:
    """B samples of one shape, T tiles each, R tokens after the picture (padded).

    tiles uint8 [B, T, H, W]; colours float32 [B, 2, 3]; prefix int64 [P]; rest int64 [B, R]; targets int64 [B, R], the next token or -100;
    guide int64 [B, R], vision token where the next token's text begins or -1; labels int16 [B, T, patches, SLOTS];
    row is the row of the full tile's 32 x 32 patches whose positions the first row of a strip takes.
    """

    tiles: torch.Tensor
    colours: torch.Tensor
    prefix: torch.Tensor
    rest: torch.Tensor
    targets: torch.Tensor
    guide: torch.Tensor
    labels: torch.Tensor
    row: int

    def to(self, device: torch.device) -> "Batch":
        """The batch on another device."""
        return Batch(**{k: v.to(device, non_blocking=True) for k, v in self.tensors().items()}, row=self.row)

    def pin_memory(self) -> "Batch":
        """The batch in page-locked memory."""
        return Batch(**{k: v.pin_memory() for k, v in self.tensors().items()}, row=self.row)

    def tensors(self) -> dict[str, torch.Tensor]:
        """All but the row."""
        return {k: v for k, v in vars(self).items() if k != "row"}


def encode(tokenizer: Tokenizer, sample: Sample, spelled: bool) -> tuple[list[int], int, list[int]]:
    """Tokens after the picture, how many of them precede the answer, and the guide of each answer token: the next character that is drawn.

    Spelled: a token for each character, which is the easier thing to learn; else the pieces of the vocabulary.
    """
    question = sample.question + words.ASK_SUFFIX if sample.question else words.READ
    opening = tokenizer.encode(words.before(question)[1]).ids
    if spelled:
        found = [(i, k) for k, char in enumerate(sample.answer) for i in tokenizer.encode(char).ids]
        whole, starts = [i for i, _ in found], [k for _, k in found]
    else:
        answer = tokenizer.encode(sample.answer)
        whole, starts = answer.ids, [start for start, _ in answer.offsets]
    guide = [int(next((p for p in sample.spots[start:] if p >= 0), -1)) for start in starts]
    ids = whole[:LONGEST]
    if len(ids) == len(whole):
        ids, guide = ids + [tokenizer.token_to_id("<|im_end|>")], guide + [-1]
    return opening + ids, len(opening), guide[:len(ids)]


def collate(tokenizer: Tokenizer, samples: list[Sample], multiple: int, row: int = 0, spelled: bool = False) -> Batch:
    """Pads and stacks."""
    rows = [encode(tokenizer, s, spelled) for s in samples]
    length = -(-max(len(ids) for ids, _, _ in rows) // multiple) * multiple
    rest = np.full((len(rows), length), tokenizer.token_to_id("<|endoftext|>"), np.int64)
    targets, guide = np.full_like(rest, -100), np.full_like(rest, -1)
    for number, (ids, start, places) in enumerate(rows):
        rest[number, :len(ids)] = ids
        targets[number, start - 1:len(ids) - 1] = ids[start:]
        guide[number, start - 1:len(ids) - 1] = places
    return Batch(torch.from_numpy(np.stack([s.tiles for s in samples])), torch.from_numpy(np.stack([s.colours for s in samples])),
                 torch.tensor(tokenizer.encode(words.before("")[0]).ids), torch.from_numpy(rest), torch.from_numpy(targets),
                 torch.from_numpy(guide), torch.from_numpy(np.stack([s.labels for s in samples])), row)


class StageBatches(Dataset[Batch]):
    """All batches of a stage; the index is the batch's number."""

    def __init__(self, material: str | Path, tokenizer: str | Path, stage: str, seed: int, patches: int, multiple: int = 32, spelled: bool = False):
        self.folders = (material, tokenizer)
        self.stage, self.seed, self.patches, self.multiple = stage, seed, patches, multiple
        self.spelled = spelled
        self.shapes: list[Shape] = STAGES[stage]
        self.opened: tuple[Material, Tokenizer] | None = None

    def __getitem__(self, number: int) -> Batch:
        if self.opened is None:
            self.opened = Material(self.folders[0]), words.load(self.folders[1])
        material, tokenizer = self.opened
        key = f"{self.seed}/{self.stage}/{number}"
        rng = random.Random(key)
        shape = rng.choices(self.shapes, [s.weight for s in self.shapes])[0]
        row = 2 * rng.randrange((TILE - shape.height) // TOKEN + 1)
        count = max(1, self.patches // shape.patches)
        return collate(tokenizer, [make(material, shape, f"{key}/{k}") for k in range(count)], self.multiple, row, self.spelled)


def stream(batches: StageBatches, first: int, last: int, workers: int, pin: bool) -> DataLoader[Batch]:
    """Batches first..last-1 in order, made by worker processes."""
    return DataLoader(batches, batch_size=None, sampler=range(first, last), num_workers=workers, pin_memory=pin,
                      prefetch_factor=4 if workers else None)
