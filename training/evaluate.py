"""Reads pictures with a checkpoint or an exported folder and counts the wrong characters.

    python evaluate.py cache/run/last.pt --stage lines                    synthetic pages of a seed that training never uses
    python evaluate.py cache/export --folder PICTURES --pattern '*-en-*.png' --out answers/

A picture NAME.png is compared with NAME.gt.txt; runs of white space count as one space. With --out the answers are written as NAME.txt.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

from synthesis.material import Material
from synthesis.samples import make
from synthesis.tiles import cut, grid
from trainer import tokenizer as words
from trainer.curriculum import STAGES
from trainer.model import InternVL, pixels


def distance(a: str, b: str) -> int:
    """Levenshtein distance, one row at a time: a prefix minimum turns the insertions into one vector step."""
    row = np.arange(len(b) + 1)
    other = np.frombuffer(b.encode("utf-32-le"), np.uint32)
    for number, char in enumerate(a, 1):
        best = np.concatenate([[number], np.minimum(row[:-1] + (other != ord(char)), row[1:] + 1)])
        row = np.minimum.accumulate(best - np.arange(len(best))) + np.arange(len(best))
    return int(row[-1])


def squeeze(text: str) -> str:
    """One space for every run of white space."""
    return " ".join(text.split())


def load(path: Path) -> tuple[InternVL, dict]:
    """A checkpoint of the trainer, or an exported folder."""
    if path.is_dir():
        config = json.loads((path / "config.json").read_text())
        state = {k: v.float() for k, v in load_file(path / "model.safetensors").items()}
    else:
        saved = torch.load(path, map_location="cpu", weights_only=True)
        config = saved["config"]
        state = {k.removeprefix("model."): v for k, v in saved["model"].items() if k.startswith("model.")}
    model = InternVL(config)
    model.load_state_dict(state)
    return model.eval(), config


class Reader:
    """A model with its tokenizer on one device."""

    def __init__(self, path: Path, tokenizer: str, device: str, limit: int):
        self.model, self.config = load(path)
        self.model.to(device)
        self.tokenizer = words.load(path if path.is_dir() else tokenizer)
        self.device, self.limit = device, limit

    def prompt(self, question: str = "") -> tuple[torch.Tensor, torch.Tensor]:
        """Tokens before and after the picture; no question is the task of reading."""
        parts = words.before(question + words.ASK_SUFFIX if question else words.READ)
        head, tail = (torch.tensor(self.tokenizer.encode(t).ids, device=self.device) for t in parts)
        return head, tail

    def shown(self, tiles: np.ndarray, colours: np.ndarray) -> torch.Tensor:
        """Pixels [1, T, 3, H, W] of tiles uint8 [T, H, W] grey, or [T, H, W, 3]."""
        grey = torch.tensor(tiles).to(self.device)
        if grey.ndim == 3:
            return pixels(grey[None], torch.from_numpy(colours)[None].to(self.device), torch.float32)
        plain = torch.tensor([[[0.0] * 3, [1.0] * 3]], device=self.device)
        return torch.cat([pixels(grey[None, ..., c], plain, torch.float32)[:, :, c:c + 1] for c in range(3)], 2)

    def ids(self, tiles: np.ndarray, colours: np.ndarray, question: str = "") -> list[int]:
        """The answer's tokens, without the one that ends it."""
        head, tail = self.prompt(question)
        return self.model.answer(self.shown(tiles, colours), head, tail[None], self.tokenizer.token_to_id("<|im_end|>"), self.limit)[0]

    def read(self, tiles: np.ndarray, colours: np.ndarray, question: str = "") -> str:
        """The answer about tiles uint8 [T, H, W] grey, or [T, H, W, 3]."""
        return self.tokenizer.decode(self.ids(tiles, colours, question), skip_special_tokens=True)


def main() -> None:
    """Prints one line per picture and the total."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--stage", choices=list(STAGES))
    parser.add_argument("--count", type=int, default=64, help="synthetic pages")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--pattern", default="*.png")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--limit", type=int, default=1024, help="tokens of an answer")
    parser.add_argument("--material", default="cache/material")
    parser.add_argument("--tokenizer", default="cache/tokenizer")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    reader = Reader(args.model, args.tokenizer, args.device, args.limit)
    cases = synthetic(args) if args.stage else real(args, (reader.config["min_dynamic_patch"], reader.config["max_dynamic_patch"]))
    edits = length = exact = count = 0
    start = time.time()
    for name, tiles, colours, question, truth in cases:
        found = reader.read(tiles, colours, question)
        wrong, right = distance(squeeze(truth), squeeze(found)), len(squeeze(truth))
        edits, length, exact, count = edits + wrong, length + right, exact + (squeeze(found) == squeeze(truth)), count + 1
        print(f"{name}\t{wrong / max(1, right):.3f}\t{squeeze(truth)[:60]!r}\t{squeeze(found)[:60]!r}", flush=True)
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            (args.out / f"{name}.txt").write_text(found + "\n", encoding="utf-8")
    print(f"total\tCER {edits / max(1, length):.4f}\t{edits} of {length}\texact {exact} of {count}\t{(time.time() - start) / max(1, count):.2f} s each")


def synthetic(args: argparse.Namespace):
    """Held-out pages: their seeds start with a word, those of training with a number."""
    material = Material(args.material)
    shapes = STAGES[args.stage]
    for number in range(args.count):
        sample = make(material, shapes[number % len(shapes)], f"held-out/{args.stage}/{number}")
        yield f"{args.stage}-{number}", sample.tiles, sample.colours, sample.question, sample.answer


def real(args: argparse.Namespace, tiles: tuple[int, int]):
    """Pictures of a folder, tiled as the product does it."""
    for path in sorted(args.folder.glob(args.pattern)):
        truth = path.with_name(path.stem + ".gt.txt")
        if not truth.exists():
            print(f"{path.stem}\tno ground truth")
            continue
        image = Image.open(path).convert("RGB")
        yield path.stem, cut(image, *grid(*image.size, tiles)), np.zeros((2, 3), np.float32), "", truth.read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
