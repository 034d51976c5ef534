"""Pages follow from their seed, and the places of characters follow the ink."""

import csv
import gzip

import numpy as np

from synthesis.material import Material
from synthesis.samples import CLASSES, Shape, make
from synthesis.tiles import grid, labels_of, tokens_of
from trainer.curriculum import STAGES


def test_equal_seeds_give_equal_samples(material):
    for shape in STAGES["forms"]:
        first, second = (make(Material(material), shape, "test/7") for _ in range(2))
        assert first.answer == second.answer and first.question == second.question
        assert np.array_equal(first.tiles, second.tiles) and np.array_equal(first.labels, second.labels)


def test_every_shape_keeps_its_grid(material):
    opened = Material(material)
    for shapes in STAGES.values():
        for number, shape in enumerate(shapes):
            sample = make(opened, shape, f"test/{number}")
            assert sample.tiles.shape == (shape.tiles, *((1, 1) if shape.blind else (shape.height, 448)))
            assert len(sample.spots) == len(sample.answer)


def test_characters_stand_where_the_ink_is(material):
    sample = make(Material(material), Shape(1, 1, 1, ("strip",), (24, 30), 0, 56), "test/ink")
    columns = sorted({int(t) % 16 for t in sample.spots if t >= 0})
    ink = np.flatnonzero((sample.tiles[0] < 128).any(0)) // 28
    assert columns[0] >= ink.min() and columns[-1] <= ink.max()
    assert (sample.labels > 0).sum() == sum(t >= 0 for t in sample.spots)


def test_grids_follow_the_reference_table():
    assert [grid(*size, (1, 6)) for size in ((448, 448), (640, 480), (1000, 1000), (2480, 3508), (2000, 300))] == [
        (1, 1), (3, 2), (2, 2), (2, 3), (6, 1)]
    assert [grid(*size, (7, 12)) for size in ((448, 448), (2480, 3508), (1275, 1650), (2000, 300))] == [(3, 3), (3, 4), (3, 4), (7, 1)]


def test_tokens_count_over_tiles_row_by_row():
    spots = np.array([[5, 5], [450, 5], [5, 450], [449, 477], [np.nan, np.nan]], np.float32)
    assert tokens_of(spots, 2, 448, 448).tolist() == [0, 256, 512, 768 + 16, -1]
    labels, places = labels_of("ab", np.array([[5, 5], [9, 5]], np.float32), CLASSES, 1, 1, 448, 448)
    assert labels[0, 0].tolist() == [CLASSES["a"], CLASSES["b"], 0]
    assert places.tolist() == [0, 1], "both in the first patch of the token"


def test_labels_tell_what_stands_before_a_character():
    many, spots = len(CLASSES) + 1, np.array([[5, 5], [np.nan] * 2, [20, 5], [np.nan] * 2, [5, 40]], np.float32)
    labels = labels_of("a b\nc", spots, CLASSES, 1, 1, 448, 448)[0][0]
    assert [labels[0, 0], labels[1, 0], labels[64, 0]] == [CLASSES["a"], CLASSES["b"] + many, CLASSES["c"] + 2 * many]


def test_grids_are_those_of_the_official_table(golden):
    table = golden.parent / "common/tiling/internvl_dynamic_preprocess_448.csv.gz"
    with gzip.open(table, "rt") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 5000
    assert [f"{c}x{r}" for c, r in (grid(int(row["w"]), int(row["h"]), (1, 6)) for row in rows)] == [row["m6"] for row in rows]
