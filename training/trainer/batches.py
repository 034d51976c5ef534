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
from synthesis.tiles import SLOTS, TILE, TOKEN
from trainer import tokenizer as words
from trainer.curriculum import STAGES

#: Of longer answers this many tokens are shown.
LONGEST = 3072

#: Share of the longer answers that are shown from their start; of the others a part is shown that begins with the word for a tile.
FROM_START = 0.35


@dataclass
class Batch:
    """B samples of one shape, T tiles each, R tokens after the picture (padded).

    tiles uint8 [B, T, H, W]; colours float32 [B, 2, 3]; prefix int64 [P]; rest int64 [B, R]; targets int64 [B, R], the next token or -100;
    skipped int64 [B, R], how many tokens of the answer were left out before each; weights float32 [B, R] of the targets' losses; guide int64 [B, R], vision token where the next token's text
    begins or -1; places int64 [B, R], where in that token or -1; labels int16 [B, T, patches, SLOTS];
    row is the row of the full tile's 32 x 32 patches whose positions the first row of a strip takes.
    """

    tiles: torch.Tensor
    colours: torch.Tensor
    prefix: torch.Tensor
    rest: torch.Tensor
    targets: torch.Tensor
    skipped: torch.Tensor
    weights: torch.Tensor
    guide: torch.Tensor
    places: torch.Tensor
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


def encode(tokenizer: Tokenizer, sample: Sample, spelled: bool, row: int) -> tuple[list[int], int, list[tuple[int, int]]]:
    """Tokens after the picture, how many of them precede the answer, and the guide and the place of each answer token: those of the next
    character that is drawn.

    Spelled: a token for each character, and before those that stand together in half a vision token the words for that place. Else the pieces
    of the vocabulary, without places.
    """
    question = sample.question + words.ASK_SUFFIX if sample.question else words.READ
    opening = tokenizer.encode(words.before(question)[1]).ids
    answer = None if spelled else tokenizer.encode(sample.answer)
    whole, starts = spell(tokenizer, sample, row) if answer is None else (answer.ids, [start for start, _ in answer.offsets])
    drawn = [(int(t), int(p)) for t, p in zip(sample.spots, sample.places)] + [(-1, -1)]
    following = drawn[:]
    for k in range(len(drawn) - 2, -1, -1):
        following[k] = drawn[k] if drawn[k][0] >= 0 else following[k + 1]
    guide = [following[abs(k)] if k >= 0 else (following[-k - 1][0], -1) for k in starts]
    return opening + whole + [tokenizer.token_to_id("<|im_end|>")], len(opening), guide + [(-1, -1)]


def part(ids: list[int], start: int, tiles: set[int], rng: random.Random) -> int:
    """How many tokens of the answer, which begins at `start`, are left out at its beginning: none where it is short enough to be shown whole.

    Without this only the upper half of a page is ever read in training. Positions stay those of the whole answer.
    """
    if len(ids) - start <= LONGEST or rng.random() < FROM_START:
        return 0
    begins = [k for k in range(start + 1, len(ids) - LONGEST // 4) if ids[k] in tiles]
    return rng.choice(begins) - start if begins else 0


def spell(tokenizer: Tokenizer, sample: Sample, row: int) -> tuple[list[int], list[int]]:
    """Tokens of the answer, and for each the index of its character; for the words of a place -1 - the index of the character that stands there.

    `row` is the row of patches of the full tile that a strip begins with.
    """
    count, shift = len(sample.labels[0]) // 4, row // 2 * (TILE // TOKEN)
    ids, starts, waiting, at = [], [], [], (-1, -1)

    def say(characters: list[int]) -> None:
        for other in characters:
            pieces = tokenizer.encode(sample.answer[other]).ids
            ids.extend(pieces)
            starts.extend([other] * len(pieces))

    for k, char in enumerate(sample.answer):
        spot, place = int(sample.spots[k]), int(sample.places[k])
        if spot < 0:
            waiting.append(k)
            continue
        here = spot // count, 2 * (spot % count + shift) + place // (2 * SLOTS)
        said = [words.MARKED_TILES[here[0]]] if here[0] != at[0] else []
        said += [words.PLACES[here[1]]] if here != at else []
        ids += [tokenizer.token_to_id(word) for word in said]
        starts += [-1 - k] * len(said)
        at = here
        say([*waiting, k])
        waiting = []
    say(waiting)
    return ids, starts


#: How much a word for a tile counts, and how much the first one of each tile of an answer: a page has some two hundred of the one and a dozen of the
#: other, among four thousand tokens, and where one of these is wrong a quarter of the page is left out or read twice.
TILE_WORD, FIRST_OF_TILE = 4, 40


def importance(ids: list[int], start: int, tiles: set[int]) -> list[float]:
    """The weights of an answer's tokens, those of `ids` from `start` on, by the words for tiles in it; the very first token is like any other."""
    seen: set[int] = set()
    weights = []
    for k, token in enumerate(ids[start:]):
        weights.append(1.0 if token not in tiles or k == 0 else FIRST_OF_TILE if token not in seen else TILE_WORD)
        seen.add(token)
    return weights


#: Share of the answer's characters that are shown to the decoder as another one, so that one slip does not bring the next.
SLIPS = 0.04


def slip(ids: list[int], start: int, end: int, rng: random.Random) -> list[int]:
    """Some of the tokens from `start` on that are below `end`, exchanged for others of them."""
    plain = [i for i in ids[start:] if i < end]
    return [rng.choice(plain) if k >= start and i < end and rng.random() < SLIPS else i for k, i in enumerate(ids)]


def collate(tokenizer: Tokenizer, samples: list[Sample], multiple: int, row: int = 0, spelled: bool = False, slips: str = "") -> Batch:
    """Pads and stacks. With the seed `slips` the decoder is shown answers with wrong characters in them; the targets are right."""
    rows = []
    tiles = {tokenizer.token_to_id(word) for word in words.MARKED_TILES}
    for number, sample in enumerate(samples):
        ids, start, guides = encode(tokenizer, sample, spelled, row)
        left = part(ids, start, tiles, random.Random(f"{slips}/{number}/part")) if slips else 0
        shown = slice(left, left + LONGEST)
        rows.append((ids[:start] + ids[start:][shown], start, guides[shown], left, importance(ids, start, tiles)[shown]))
    special = tokenizer.token_to_id(words.SPECIALS[0])
    length = -(-max(len(ids) for ids, *_ in rows) // multiple) * multiple
    rest = np.full((len(rows), length), tokenizer.token_to_id("<|endoftext|>"), np.int64)
    targets, skipped, guide, places = np.full_like(rest, -100), np.zeros_like(rest), np.full_like(rest, -1), np.full_like(rest, -1)
    weights = np.zeros(rest.shape, np.float32)
    for number, (ids, start, guides, left, important) in enumerate(rows):
        rest[number, :len(ids)] = slip(ids, start, special, random.Random(f"{slips}/{number}")) if slips else ids
        targets[number, start - 1:len(ids) - 1] = ids[start:]
        weights[number, start - 1:len(ids) - 1] = important
        guide[number, start - 1:len(ids) - 1], places[number, start - 1:len(ids) - 1] = np.array(guides).T
        if left:
            skipped[number, start:] = left
            # Nothing foretells the part's first tile and place.
            targets[number, start - 1:start + 1] = -100
            guide[number, start - 1:start + 1] = places[number, start - 1:start + 1] = -1
    return Batch(torch.from_numpy(np.stack([s.tiles for s in samples])), torch.from_numpy(np.stack([s.colours for s in samples])),
                 torch.tensor(tokenizer.encode(words.before("")[0]).ids), torch.from_numpy(rest), torch.from_numpy(targets),
                 torch.from_numpy(skipped), torch.from_numpy(weights), torch.from_numpy(guide), torch.from_numpy(places),
                 torch.from_numpy(np.stack([s.labels for s in samples])), row)


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
        return collate(tokenizer, [make(material, shape, f"{key}/{k}") for k in range(count)], self.multiple, row, self.spelled, key)


def stream(batches: StageBatches, first: int, last: int, workers: int, pin: bool) -> DataLoader[Batch]:
    """Batches first..last-1 in order, made by worker processes."""
    return DataLoader(batches, batch_size=None, sampler=range(first, last), num_workers=workers, pin_memory=pin,
                      prefetch_factor=4 if workers else None)
