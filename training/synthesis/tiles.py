"""InternVL's dynamic tiling for training pictures: the grid, the tiles, and where each character falls."""

from __future__ import annotations

import numpy as np
from PIL import Image

from synthesis.sheet import Page

TILE = 448
PATCH = 14
TOKEN = 28
#: Characters that one patch can hold for the auxiliary head.
SLOTS = 3
#: What may stand before a character, beside another one.
GAPS = {" ": 1, "\n": 2}


def grid(width: int, height: int, tiles: tuple[int, int]) -> tuple[int, int]:
    """(columns, rows) by the rule of InternVL's dynamic_preprocess: nearest aspect ratio, larger area on ties if the picture has it.

    tiles: least and most.
    """
    best, least = (1, 1), float("inf")
    sides = range(1, tiles[1] + 1)
    pairs = [(i, j) for i in sides for j in sides if tiles[0] <= i * j <= tiles[1]]
    for i, j in sorted(pairs, key=lambda p: (p[0] * p[1], p[0])):
        distance = abs(width / height - i / j)
        if distance < least or (distance == least and width * height > 0.5 * TILE * TILE * i * j):
            best, least = (i, j), distance
    return best


def cut(image: Image.Image, columns: int, rows: int) -> np.ndarray:
    """uint8 [tiles, 448, 448(, 3)], row-major, with the thumbnail last when there is more than one tile."""
    big = np.asarray(image.resize((TILE * columns, TILE * rows), Image.Resampling.BICUBIC))
    tiles = [big[r * TILE:(r + 1) * TILE, c * TILE:(c + 1) * TILE] for r in range(rows) for c in range(columns)]
    if len(tiles) > 1:
        tiles.append(np.asarray(image.resize((TILE, TILE), Image.Resampling.BICUBIC)))
    return np.stack(tiles)


def scaled(page: Page, width: int, height: int) -> np.ndarray:
    """The characters' places in a picture that was resized to width x height pixels."""
    return page.spots * np.array([width / page.size[0], height / page.size[1]], np.float32)


def tokens_of(spots: np.ndarray, columns: int, width: int, height: int) -> np.ndarray:
    """Index of the vision token over each character, -1 where nothing is drawn. Tiles are width x height pixels."""
    known = ~np.isnan(spots[:, 0])
    x, y = np.where(known, spots[:, 0], 0), np.where(known, spots[:, 1], 0)
    known &= (x >= 0) & (y >= 0) & (x < width * columns)
    x, y = x.astype(int), y.astype(int)
    tile = (y // height) * columns + x // width
    token = (y % height) // TOKEN * (width // TOKEN) + (x % width) // TOKEN
    return np.where(known, tile * (width // TOKEN) * (height // TOKEN) + token, -1)


def labels_of(text: str, spots: np.ndarray, classes: dict[str, int], tiles: int, columns: int, width: int,
              height: int) -> tuple[np.ndarray, np.ndarray]:
    """int16 [tiles, patches, SLOTS]: the characters whose centre lies in the patch, in reading order, 0 for none. A character is its class, plus
    the number of classes when a space stands before it in the text, plus twice that when a line begins with it.

    Also int8 [len(text)]: in which of the 4 * SLOTS places of its vision token each character stands, -1 for none.
    """
    across, down, before, many = width // PATCH, height // PATCH, "", len(classes) + 1
    labels, used = np.zeros((tiles * across * down, SLOTS), np.int16), np.zeros(tiles * across * down, np.int8)
    places = np.full(len(text), -1, np.int8)
    for number, (char, (x, y)) in enumerate(zip(text, spots)):
        gap, before = GAPS.get(before, 0), char
        if x != x or not (0 <= x < width * columns and 0 <= y):
            continue
        px, py = int(x), int(y)
        tile = (py // height) * columns + px // width
        place = tile * across * down + (py % height) // PATCH * across + (px % width) // PATCH
        if tile < tiles and used[place] < SLOTS:
            labels[place, used[place]] = classes[char] + gap * many if char in classes else 0
            places[number] = ((py % TOKEN // PATCH) * 2 + px % TOKEN // PATCH) * SLOTS + used[place]
            used[place] += 1
    return labels.reshape(tiles, across * down, SLOTS), places
