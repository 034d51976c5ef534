"""What a perfect encoder would say: vision tokens made from the characters themselves.

With it the decoder learns to point and to copy before there is an encoder, from text alone and in minutes; then the encoder learns to say
the same, patch by patch, and the decoder understands it from the first picture on. It exists in training only.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from synthesis.tiles import GAPS, PATCH, SLOTS, TILE
from trainer.model import waves

#: Deviation of one feature of a place. Everything that stands in a token adds to some 1.3.
PLACE = 0.8


class Oracle(nn.Module):
    """Labels of patches [tiles, N, SLOTS] to vision tokens [tiles, N / 4, D]: for each of the 4 * SLOTS places of a token a table of
    characters and one of what stands before them, added up; then the token's place in the tile.

    The tables are random and stay as they are, so encoder and decoder can be taught side by side; equal seeds give equal tables. Places are waves of
    row and column, randomly turned into the token's features: the encoder has these waves from the start, and the next place is the same turn of
    them everywhere. Random places, which were here before, no encoder learnt to say: after 70,000 strips a fiftieth of them was right.
    """

    def __init__(self, width: int, classes: int, seed: int = 1):
        super().__init__()
        self.classes, self.places, self.side = classes, 4 * SLOTS, TILE // PATCH // 2
        chance = torch.Generator().manual_seed(seed)
        draw = lambda *shape: torch.randn(*shape, width, generator=chance) * 0.5
        # A character looks half the same wherever it stands.
        self.register_buffer("characters", draw(classes) + draw(self.places, classes), persistent=False)
        self.register_buffer("gaps", draw(len(GAPS) + 1) + draw(self.places, len(GAPS) + 1), persistent=False)
        basis = torch.linalg.qr(draw(self.side).T).Q.T
        places = waves(self.side, self.side) @ basis
        self.register_buffer("positions", places * (PLACE / places.square().mean().sqrt()), persistent=False)

    def forward(self, labels: Tensor, row: int = 0) -> Tensor:
        """`row` is the first row of patches of a strip. Unknown labels count as none."""
        grid = labels.clamp(min=0).unflatten(1, (-1, 2, self.side, 2)).transpose(2, 3).flatten(3).flatten(1, 2)
        # No picture of a tile tells what stands before the first character at its left edge: the line may begin in the tile beside it.
        edge = grid.unflatten(1, (-1, self.side))[:, :, 0].unflatten(-1, (2, 2, SLOTS))[:, :, :, 0]
        edge.copy_(edge % self.classes)
        place, known = torch.arange(self.places, device=labels.device), (grid > 0)[..., None]
        said = (self.characters[place, grid % self.classes] + self.gaps[place, grid // self.classes]) * known
        first = row // 2 * self.side
        return said.sum(-2) + self.positions[first:first + grid.shape[1]]
