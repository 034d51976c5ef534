"""The mean of runs that began from one checkpoint and saw different batches (`--seed`): machines or cores that share nothing train one model, as in
local SGD (Stich 2018, "Local SGD Converges Fast and Communicates Little"). Runs of a few minutes each, then the mean, then on from it.

    python -m trainer.average cache/run/last.pt cache/a/last.pt cache/b/last.pt
"""

from __future__ import annotations

import sys
from typing import Any

import torch


def mean(states: list[Any]) -> Any:
    """Tensors of floats are averaged, whatever else differs is the first one's."""
    first = states[0]
    if isinstance(first, torch.Tensor):
        return torch.stack(states).mean(0) if first.is_floating_point() else first
    if isinstance(first, dict):
        return {key: mean([state[key] for state in states]) for key in first}
    return [mean(list(parts)) for parts in zip(*states)] if isinstance(first, list) else first


def average(states: list[dict[str, Any]]) -> dict[str, Any]:
    """One checkpoint of several: weights and the optimizer's momenta are means, the rest (how far it came) is the first one's."""
    return {**states[0], **{part: mean([state[part] for state in states]) for part in ("model", "optimizer")}}


if __name__ == "__main__":
    torch.save(average([torch.load(path, map_location="cpu", weights_only=True) for path in sys.argv[2:]]), sys.argv[1])
