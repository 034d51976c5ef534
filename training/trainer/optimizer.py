"""Muon for the matrices of the layers, AdamW for the rest, behind one face.

Muon (K. Jordan and others, 2024) takes the momentum of a matrix and steps along its nearest orthogonal matrix, found by five
Newton-Schulz iterations. Here it leaves the plateau of the character loss in a third of AdamW's steps.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import torch
from torch import Tensor, nn

MOMENTUM = 0.95
#: Coefficients of the quintic iteration, as published: they push singular values to about one, not exactly.
A, B, C = 3.4445, -4.7750, 2.0315


def orthogonal(matrices: Tensor) -> Tensor:
    """The nearest orthogonal matrices of a stack [n, rows, columns], roughly."""
    x = matrices.bfloat16() if matrices.is_cuda else matrices
    tall = x.shape[1] > x.shape[2]
    x = x.transpose(1, 2) if tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(5):
        square = x @ x.transpose(1, 2)
        x = A * x + (B * square + C * square @ square) @ x
    return (x.transpose(1, 2) if tall else x).to(matrices.dtype)


class Optimizer:
    """Steps all parameters of a model. `scale` of a step multiplies both rates, for warm-up and decay."""

    def __init__(self, model: nn.Module, matrix_rate: float, rate: float, decay: float, fused: bool):
        named = list(model.named_parameters())
        self.parameters = [p for _, p in named]
        self.rates, self.decay = (matrix_rate, rate), decay
        shapes: dict[tuple[bool, tuple[int, ...]], list[nn.Parameter]] = defaultdict(list)
        for name, parameter in named:
            if parameter.ndim == 2 and ".layers." in name:
                shapes["vision" in name, tuple(parameter.shape)].append(parameter)
        self.stacks = list(shapes.values())
        self.momenta = [torch.zeros(len(s), *s[0].shape, device=s[0].device) for s in self.stacks]
        taken = {id(p) for s in self.stacks for p in s}
        rest = [(n, p) for n, p in named if id(p) not in taken]
        groups = [{"params": [p for n, p in rest if p.ndim > 1 and "embed" not in n], "weight_decay": decay},
                  {"params": [p for n, p in rest if p.ndim <= 1 or "embed" in n], "weight_decay": 0.0}]
        self.adam = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=fused)

    @torch.no_grad()
    def step(self, scale: float) -> None:
        """One update from the gradients, which it then drops. An encoder or decoder that was not run is left alone."""
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        rate = self.rates[0] * scale
        for stack, momentum in zip(self.stacks, self.momenta):
            gradients = [p.grad for p in stack if p.grad is not None]
            if not gradients:
                continue
            gradient = torch.stack(gradients)
            momentum.mul_(MOMENTUM).add_(gradient)
            update = orthogonal(gradient + MOMENTUM * momentum)
            size = max(1.0, stack[0].shape[0] / stack[0].shape[1]) ** 0.5
            torch._foreach_mul_(stack, 1 - rate * self.decay)
            torch._foreach_add_(stack, list(update.unbind()), alpha=-rate * size)
        for group in self.adam.param_groups:
            group["lr"] = self.rates[1] * scale
        self.adam.step()
        for parameter in self.parameters:
            parameter.grad = None

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"adam": self.adam.state_dict(), "momenta": self.momenta}

    def restore(self, state: dict[str, Any]) -> None:
        """Takes back a kept state."""
        self.adam.load_state_dict(state["adam"])
        for momentum, kept in zip(self.momenta, state["momenta"]):
            momentum.copy_(kept)
