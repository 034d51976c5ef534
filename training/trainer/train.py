"""The one training command. A checkpoint holds everything that the next run needs, on this machine or another; all chance after the
first weights comes from the number of the batch.

    python -m trainer.train --preset small --stage signs --spell --until 3000 --run cache/run
    python -m trainer.train --stage lines --until 20000 --minutes 30 --run cache/run            (goes on from cache/run/last.pt)

Losses: cross-entropy of the answer; cross-entropy of the characters in each patch by a head that exists in training only; the attention of one
head of one layer, which is drawn to the vision token under the next character, and which of the characters there it is; and the distance of the vision tokens from the oracle's. The
last three teach the eye and the reading order in minutes; they fade as the stages go on.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from synthesis.samples import CLASSES, TILES
from synthesis.tiles import GAPS, PATCH, SLOTS, TILE
from trainer import tokenizer as words
from trainer.batches import Batch, StageBatches, stream
from trainer.curriculum import STAGES
from trainer.model import InternVL, pixels
from trainer.optimizer import Optimizer
from trainer.oracle import Oracle
from trainer.presets import config

#: Weights in each stage of the answer's loss, the characters', the guide's and the oracle's. Without the first the decoder is not run at
#: all, without the second the encoder is not, and the oracle speaks in its place.
WEIGHTS = {"signs": (1.0, 0.0, 1.0, 0.0), "orders": (1.0, 0.0, 1.0, 0.0), "sheets": (1.0, 0.0, 1.0, 0.0), "plain": (0.0, 1.0, 0.0, 1.0),
           "glyphs": (0.0, 1.0, 0.0, 1.0), "worn": (0.0, 1.0, 0.0, 1.0),
           "first": (1.0, 1.0, 1.0, 1.0), "words": (1.0, 1.0, 1.0, 1.0), "lines": (1.0, 1.0, 0.5, 0.5),
           "tile": (1.0, 0.5, 0.3, 0.2), "pages": (1.0, 0.3, 0.3, 0.1), "forms": (1.0, 0.1, 0.1, 0.0)}


#: Noise on what the oracle says, so that the decoder bears an encoder that is not quite as good.
NOISE = 0.3


@dataclass
class Progress:
    """Where the run stands."""

    stage: str = "signs"
    batch: int = 0
    step: int = 0
    samples: int = 0
    seed: int = 1


class Trainee(nn.Module):
    """The model with its auxiliary heads; forward gives the losses."""

    def __init__(self, conf: dict):
        super().__init__()
        self.model = InternVL(conf)
        wide = conf["vision_config"]["hidden_size"]
        self.classes = len(CLASSES) + 1
        self.characters = nn.Sequential(nn.LayerNorm(wide), nn.Linear(wide, SLOTS * (self.classes + len(GAPS) + 1)))
        self.places = nn.Linear(conf["llm_config"]["hidden_size"], 4 * SLOTS)
        self.tiles = nn.Linear(conf["llm_config"]["hidden_size"], TILES[1] + 1)
        self.oracle = Oracle(conf["llm_config"]["hidden_size"], self.classes)
        self.name_places(conf["llm_config"]["vocab_size"])

    @torch.no_grad()
    def name_places(self, vocabulary: int) -> None:
        """The words for places begin as what the oracle says there."""
        first = vocabulary - len(words.PLACES) - len(words.MARKED_TILES)
        halves = torch.randn(2, self.oracle.positions.shape[1]) * 0.5
        self.model.language_model.model.embed_tokens.weight[first:first + len(words.PLACES)] = (
            self.oracle.positions[:, None] + halves).flatten(0, 1)

    def forward(self, shown: Tensor | None, batch: Batch, answering: bool = True) -> Tensor:
        """Losses of the answer, the characters, the guide and the oracle, and the share of right answer tokens [5].

        Not answering: the encoder alone. Without pixels [B, T, 3, H, W]: the decoder alone, told by the oracle with some noise.
        """
        nothing = batch.colours.new_zeros(())
        answer = guide = right = characters = taught = nothing
        labels = batch.labels.flatten(0, 1).long()
        told = self.oracle(labels, batch.row)
        if shown is None:
            vision = told + NOISE * torch.randn_like(told)
        else:
            vision, patches = self.model.see(shown.flatten(0, 1), batch.row)
            characters, taught = self.character_loss(patches, labels), oracle_loss(vision, told, labels)
        if answering:
            vision = vision.reshape(len(batch.rest), -1, vision.shape[-1]).float()
            hidden, attention, states, early = self.model.speak(vision, batch.prefix, batch.rest, batch.skipped)
            chosen = batch.targets >= 0
            logits, targets = self.model.language_model.lm_head(hidden[chosen]).float(), batch.targets[chosen]
            answer = weighted(logits, targets, batch.weights[chosen]) + jumps(logits, targets, batch.rest[chosen])
            guide = guide_loss(attention, batch) + self.place_loss(states, batch) + self.tile_loss(early, batch)
            right = (logits.argmax(-1) == targets).float().mean().detach()
        return torch.stack([answer.float(), characters.float(), guide.float(), taught.float(), right])

    def place_loss(self, states: Tensor, batch: Batch) -> Tensor:
        """Cross-entropy of the next character's place in its token. A token holds some five characters; to copy the right one is to know which."""
        chosen = batch.places >= 0
        return F.cross_entropy(self.places(states[chosen]).float(), batch.places[chosen]) if bool(chosen.any()) else states.sum() * 0.0

    def tile_loss(self, early: Tensor, batch: Batch) -> Tensor:
        """Cross-entropy of the tile of each vision token: only their number in the row of all tokens tells tiles apart."""
        count = batch.labels.shape[1]
        if count == 1:
            return early.sum() * 0.0
        tiles = torch.arange(count, device=early.device).repeat_interleave(early.shape[1] // count).repeat(len(early))
        return F.cross_entropy(self.tiles(early.flatten(0, 1)).float(), tiles)

    def character_loss(self, patches: Tensor, labels: Tensor) -> Tensor:
        """Patches with a character count fully, empty ones by their first slot and a tenth. What stands before a character is named too."""
        full = labels[..., 0] > 0
        empty = labels[..., 0] == 0
        guess = self.characters(patches[full]).float().unflatten(-1, (SLOTS, -1))
        truth = labels[full]
        loss = F.cross_entropy(guess[..., :self.classes].flatten(0, 1), (truth % self.classes).flatten(), reduction="sum")
        loss = loss + F.cross_entropy(guess[..., self.classes:].flatten(0, 1), (truth // self.classes).flatten(), reduction="sum")
        nothing = self.characters(patches[empty]).float().unflatten(-1, (SLOTS, -1))[:, 0, :self.classes]
        unwritten = F.cross_entropy(nothing, torch.zeros_like(nothing[:, 0], dtype=torch.long), reduction="sum") / max(1, len(nothing))
        return loss / max(1, SLOTS * guess.shape[0]) + 0.1 * unwritten


def weighted(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Sum of the weighted cross-entropies over the number of targets."""
    return (F.cross_entropy(logits, targets, reduction="none") * weights).sum() / max(1, len(targets))


def jumps(logits: Tensor, targets: Tensor, shown: Tensor) -> Tensor:
    """Cross-entropy among the words for tiles, where one of them comes next, twice, and among those for places, where a word for a tile is
    `shown`. They are one word in fifty and each wrong one is a jump; whether one comes is for the answer's own loss to say.
    """
    tiles = logits.shape[1] - len(words.MARKED_TILES)
    places = tiles - len(words.PLACES)
    return (2 * among(logits[:, tiles:], targets - tiles, targets >= tiles)
            + among(logits[:, places:tiles], targets - places, (shown >= tiles) & (targets >= places) & (targets < tiles)))


def among(logits: Tensor, targets: Tensor, chosen: Tensor) -> Tensor:
    """Mean cross-entropy of the chosen."""
    return F.cross_entropy(logits[chosen], targets[chosen]) if bool(chosen.any()) else logits.sum() * 0.0


def oracle_loss(vision: Tensor, told: Tensor, labels: Tensor) -> Tensor:
    """How far the vision tokens [tiles, V, D] are from the oracle's: 1 is as far as their mean. Tokens without a character count a tenth."""
    chosen = (labels.unflatten(1, (-1, 2, TILE // PATCH // 2, 2)).amax((2, 4, 5)) > 0).flatten(1)
    spread = (told - told.mean((0, 1))).square().mean().clamp(min=1e-6)
    away = (vision.float() - told).square().mean(-1) / spread
    full, empty = away[chosen], away[~chosen]
    return (full.sum() / max(1, len(full)) + 0.1 * empty.sum() / max(1, len(empty))).float()


def guide_loss(attention: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of one head's attention against the token under the next character."""
    chosen = batch.guide >= 0
    if not bool(chosen.any()):
        return attention.sum() * 0.0
    before = attention.shape[2] - batch.rest.shape[1]
    logits = attention[chosen].float()
    reach = before + chosen.nonzero()[:, 1:2]
    logits = logits.masked_fill(torch.arange(attention.shape[2], device=logits.device)[None] > reach, -torch.inf)
    return F.cross_entropy(logits, batch.guide[chosen] + batch.prefix.shape[0])


def save(path: Path, trainee: Trainee, optimizer: Optimizer, progress: Progress, conf: dict) -> None:
    """Writes beside the file first, so that a cut leaves the old one."""
    state = {"model": trainee.state_dict(), "optimizer": optimizer.state(), "progress": asdict(progress), "config": conf}
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def rate(args: argparse.Namespace, batch: int, share: float) -> float:
    """Factor of the rates: warm-up at the start of a stage, then flat; with --decay down to 2 % as a half cosine over this run, or over the
    runs between which models are averaged, each with its part of it.
    """
    warm = min(1.0, (batch + 1) / args.warmup)
    if args.decay is None:
        return warm
    start, end = args.decay or (0.0, 1.0)
    return warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, start + (end - start) * share))))


def arguments(line: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=Path("cache/run"), help="folder of checkpoints and log")
    parser.add_argument("--material", default="cache/material")
    parser.add_argument("--tokenizer", default="cache/tokenizer")
    parser.add_argument("--preset", default="small")
    parser.add_argument("--start", type=Path, help="exported folder whose weights begin a run that has no checkpoint")
    parser.add_argument("--eye", type=Path, help="checkpoint whose encoder takes the place of this run's; it stays as it is")
    parser.add_argument("--stage", choices=list(STAGES), required=True)
    parser.add_argument("--until", type=int, required=True, help="number of the stage's last batch")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop earlier after this time")
    parser.add_argument("--patches", type=int, default=4096, help="patches in a batch")
    parser.add_argument("--matrix-rate", type=float, default=0.02, help="rate of Muon")
    parser.add_argument("--rate", type=float, default=1e-3, help="rate of AdamW")
    parser.add_argument("--warmup", type=int, default=100, help="batches at the start of each stage")
    parser.add_argument("--spell", action="store_true", help="answers in single characters instead of pieces of words")
    parser.add_argument("--decay", type=float, nargs="*", metavar="SHARE",
                        help="let the rates fall over this run; or over the part of a fall from one share to another, as 0.25 0.5")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--seed", type=int, help="which batches are seen; a run that goes on keeps its own unless another is given (default: 1)")
    parser.add_argument("--every", type=int, default=50, help="steps between lines of the log")
    args = parser.parse_args(line)
    if args.decay and not (len(args.decay) == 2 and 0 <= args.decay[0] < args.decay[1] <= 1):
        parser.error(f"--decay: expected nothing or two shares of a fall that rise within 0 to 1, as 0.25 0.5; found {args.decay}")
    return args


def begin(args: argparse.Namespace) -> tuple[Trainee, Optimizer, Progress, dict]:
    """A fresh model, or the one of the last checkpoint."""
    torch.manual_seed(args.seed or 1)
    last = args.run / "last.pt"
    state = torch.load(last, map_location="cpu", weights_only=True) if last.exists() else None
    if state:
        conf, progress = state["config"], Progress(**state["progress"])
    else:
        vocabulary = words.load(args.tokenizer)
        conf = config(args.preset, vocabulary.get_vocab_size(), vocabulary.get_vocab(), TILES)
        conf = json.loads((args.start / "config.json").read_text()) if args.start else conf
        progress = Progress(stage=args.stage)
    trainee = Trainee(conf).to(args.device)
    optimizer = Optimizer(trainee, args.matrix_rate, args.rate, 0.05, args.device != "cpu")
    if state:
        trainee.load_state_dict(state["model"])
        optimizer.restore(state["optimizer"])
    elif args.start:
        trainee.model.load_state_dict({k: v.float() for k, v in load_file(args.start / "model.safetensors").items()})
    if args.eye:
        borrow(trainee, torch.load(args.eye, map_location="cpu", weights_only=True)["model"])
    if progress.stage != args.stage:
        progress.stage, progress.batch = args.stage, 0
    progress.seed = args.seed or progress.seed
    return trainee, optimizer, progress, conf


def borrow(trainee: Trainee, weights: dict[str, Tensor]) -> None:
    """Takes the encoder, the projector and the head of characters from other weights; only projector and decoder go on learning."""
    trainee.load_state_dict({k: v for k, v in weights.items() if k.startswith(("model.vision", "model.mlp1", "characters"))}, strict=False)
    for name, parameter in trainee.named_parameters():
        parameter.requires_grad_(not name.startswith(("model.vision", "characters")))


def run(args: argparse.Namespace) -> None:
    """Trains from the last checkpoint to --until, or for --minutes."""
    torch.set_num_threads(args.threads)
    torch.set_float32_matmul_precision("high")
    args.run.mkdir(parents=True, exist_ok=True)
    trainee, optimizer, progress, conf = begin(args)
    print(f"{sum(p.numel() for p in trainee.model.parameters()) / 1e6:.2f} M parameters, {progress}", flush=True)
    if args.compile:
        trainee.model.vision_model.compile(dynamic=True)
        trainee.model.language_model.model.compile(dynamic=True)
    device, first, start = torch.device(args.device), progress.batch, time.time()
    batches = StageBatches(args.material, args.tokenizer, args.stage, progress.seed, args.patches, 32 if args.device == "cpu" else 64, args.spell)
    journal, saved = Journal(args.run / "log.jsonl", args.every, device), time.time()
    for batch in stream(batches, first, args.until, args.workers, args.device != "cpu"):
        share = max((progress.batch - first) / max(1, args.until - first), (time.time() - start) / (60 * args.minutes))
        scale = rate(args, progress.batch, share)
        torch.manual_seed(progress.batch)
        losses = step(trainee, optimizer, batch.to(device), WEIGHTS[args.stage], scale)
        progress.batch, progress.step, progress.samples = progress.batch + 1, progress.step + 1, progress.samples + len(batch.rest)
        journal.add(losses, progress, scale)
        if time.time() - saved > 120:
            save(args.run / "last.pt", trainee, optimizer, progress, conf)
            saved = time.time()
        if time.time() - start > 60 * args.minutes:
            break
    save(args.run / "last.pt", trainee, optimizer, progress, conf)
    save(args.run / f"{args.stage}.pt", trainee, optimizer, progress, conf)


def step(trainee: Trainee, optimizer: Optimizer, batch: Batch, weights: tuple[float, float, float, float], scale: float) -> Tensor:
    """One update; the losses and the share of right tokens, detached."""
    kind = batch.tiles.device.type
    with torch.autocast(kind, torch.bfloat16, enabled=kind != "cpu"):
        drawn = batch.tiles.shape[-1] > 1
        shown = pixels(batch.tiles, batch.colours, torch.float32) if drawn else None
        losses = trainee(shown, batch, weights[0] > 0)
    (losses[:4] * torch.tensor(weights, device=losses.device)).sum().backward()
    optimizer.step(scale)
    return losses.detach()


class Journal:
    """Means of the losses, one JSON line every so many steps."""

    def __init__(self, path: Path, every: int, device: torch.device):
        self.path, self.every = path, every
        self.sums, self.count, self.since = torch.zeros(5, device=device), 0, time.time()

    def add(self, losses: Tensor, progress: Progress, scale: float) -> None:
        """One step's losses."""
        self.sums, self.count = self.sums + losses, self.count + 1
        if progress.step % self.every:
            return
        names = ("answer", "characters", "guide", "oracle", "right")
        line = {"stage": progress.stage, "batch": progress.batch, "step": progress.step, "samples": progress.samples,
                **{n: round(v, 4) for n, v in zip(names, (self.sums / self.count).tolist())},
                "rate": round(scale, 4), "ms": round((time.time() - self.since) / self.count * 1000)}
        print(json.dumps(line), flush=True)
        with open(self.path, "a") as log:
            log.write(json.dumps(line) + "\n")
        self.sums, self.count, self.since = torch.zeros_like(self.sums), 0, time.time()


if __name__ == "__main__":
    run(arguments())
