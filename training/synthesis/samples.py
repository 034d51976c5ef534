"""From a kind of page to a training sample: tiles, question, answer, and where each character of the answer stands."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from PIL import Image

from synthesis.compose import LAYOUTS, Composer, form
from synthesis.damage import skew, wear
from synthesis.material import ASCII, EXTRA, Material
from synthesis.sheet import Page
from synthesis.tiles import PATCH, SLOTS, TILE, TOKEN, cut, grid, labels_of, scaled, tokens_of

#: Classes of the auxiliary head; 0 is "no character".
CLASSES = {char: number + 1 for number, char in enumerate(ASCII + EXTRA)}
#: Least and most tiles of a page. With fewer than seven an A4 page would become 2 x 3 tiles, 115 dpi, where a patch of 14 pixels holds two
#: characters of body text; 3 x 4 are 160 dpi.
TILES = 7, 12


@dataclass(frozen=True)
class Shape:
    """All samples of one batch have one shape: a low strip of one tile's width (rows 0), or a grid of tiles.

    layouts: names of LAYOUTS, "form" or "crop". sizes: height of the type in pixels of the tiles, least and most.
    damage: 0 clean to 1. weight: how often the stage draws this shape. plain: only a few common faces. blind: the places of the characters
    only, no picture.
    """

    weight: float
    columns: int
    rows: int
    layouts: tuple[str, ...]
    sizes: tuple[float, float]
    damage: float
    height: int = TILE
    plain: bool = False
    blind: bool = False

    @property
    def tiles(self) -> int:
        """Tiles with the thumbnail."""
        count = self.columns * self.rows
        return count + (1 if count > 1 else 0)

    @property
    def patches(self) -> int:
        """Patches of all tiles."""
        return self.tiles * (TILE // PATCH) * (self.height // PATCH)


@dataclass
class Sample:
    """tiles: uint8 [tiles, height, 448] grey. colours: float32 [2, 3], what black and white become, 0..1.

    question: empty for the task of reading. spots: vision token of each character of the answer, -1 for none; places: where in the token.
    labels: int16 [tiles, patches, SLOTS], -100 where unknown (the thumbnail).
    """

    tiles: np.ndarray
    colours: np.ndarray
    question: str
    answer: str
    spots: np.ndarray
    places: np.ndarray
    labels: np.ndarray


def make(material: Material, shape: Shape, seed: str) -> Sample:
    """The sample of a seed. Equal arguments give equal samples."""
    rng = random.Random(seed)
    composer = Composer(material, rng, shape.plain, shape.blind)
    layout = rng.choice(shape.layouts)
    width, height, sizes = canvas(shape, layout, rng)
    questions: list[tuple[str, str, int]] = []
    if layout == "form":
        page, questions = form(composer, width, height, sizes)
    else:
        page = LAYOUTS["strip" if layout == "crop" else layout](composer, width, height, sizes)
    if rng.random() < 0.3 * shape.damage:
        page = skew(page, rng.uniform(-1, 1) * (3 if layout != "crop" else 0.4))
    if not shape.blind:
        page.image = wear(page.image, rng, shape.damage)
    question, answer, start = "", page.text, 0
    if questions and rng.random() < 0.8:
        question, answer, start = rng.choice(questions)
    return finish(page, shape, question, answer, start, rng)


def canvas(shape: Shape, layout: str, rng: random.Random) -> tuple[int, int, tuple[float, float]]:
    """Size of the page before tiling, and of its type: pages come at 0.8 to 1.4 times the tiles' resolution, strips at 1 to 1.8."""
    if layout == "crop":
        height = rng.randint(24, 100)
        wide = rng.uniform(shape.columns - 0.4, shape.columns + (34 if shape.columns == TILES[1] else 0.4))
        return max(60, round(height * wide)), height, (height * 0.25, height * 0.8)
    if shape.height < TILE:
        # Print of books and offices is not drawn on the pixels of the tiles: larger first, and then resized as a page is.
        factor = rng.uniform(1, 1.8) if shape.damage > 0 and rng.random() < 0.7 else 1.0
        return round(TILE * factor), round(shape.height * factor), (shape.sizes[0] * factor, shape.sizes[1] * factor)
    factor = 1.0 if rng.random() < 0.3 else rng.uniform(0.8, 1.4)
    width, height = round(TILE * shape.columns * factor), round(TILE * shape.rows * factor * rng.uniform(0.95, 1.05))
    if shape.columns * shape.rows >= TILES[0] and grid(width, height, TILES) != (shape.columns, shape.rows):
        height = round(width * shape.rows / shape.columns)
    return width, height, (shape.sizes[0] * factor, shape.sizes[1] * factor)


def finish(page: Page, shape: Shape, question: str, answer: str, start: int, rng: random.Random) -> Sample:
    """Cuts the tiles and finds the tokens."""
    columns, tiles = shape.columns, shape.columns * shape.rows
    width, height = TILE * columns, TILE * shape.rows if shape.height == TILE else shape.height
    spots = scaled(page, width, height)
    if shape.blind:
        cuts = np.zeros((shape.tiles, 1, 1), np.uint8)
    elif shape.height < TILE:
        cuts = np.asarray(page.image.resize((width, height), Image.Resampling.BICUBIC))[None]
    else:
        cuts = cut(page.image, columns, shape.rows)
    labels, places = labels_of(page.text, spots, CLASSES, tiles, columns, TILE, shape.height)
    if len(cuts) > tiles:
        labels = np.concatenate([labels, np.full((1, *labels.shape[1:]), -100, np.int16)])
    where = tokens_of(spots, columns, TILE, shape.height)
    where[where >= tiles * (TILE // TOKEN) * (shape.height // TOKEN)] = -1
    told = slice(start, start + len(answer))
    return Sample(cuts, colours(rng), question, answer, where[told], places[told], labels)


def colours(rng: random.Random) -> np.ndarray:
    """Mostly black on white; sometimes coloured ink or paper."""
    pair = np.array([[0, 0, 0], [1, 1, 1]], np.float32)
    if rng.random() < 0.2:
        pair[0] = [rng.uniform(0, 0.5) for _ in range(3)]
    if rng.random() < 0.2:
        pair[1] = [rng.uniform(0.75, 1) for _ in range(3)]
    return pair
