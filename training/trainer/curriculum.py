"""The stages: what is shown, from single glyphs to whole pages and forms."""

from __future__ import annotations

from synthesis.samples import Shape

PAGE = ("prose", "prose", "prose", "table", "receipt")
STAGES: dict[str, list[Shape]] = {
    # One line of characters, told by the oracle: the decoder alone learns to point and to copy.
    "signs": [Shape(3, 1, 1, ("strip",), (18, 28), 0, 56, True), Shape(1, 1, 1, ("strip",), (16, 30), 0, 112)],
    # Dense strips for the encoder alone: some hundred characters in 256 patches; first clean and in a few faces.
    "plain": [Shape(1, 1, 1, ("dense",), (20, 26), 0, 112, True)],
    "glyphs": [Shape(1, 1, 1, ("dense",), (14, 28), 0.2, 112)],
    # Encoder and decoder together on what both know.
    "first": [Shape(6, 1, 1, ("strip",), (20, 26), 0, 56, True), Shape(1, 1, 1, ("strip",), (20, 26), 0, plain=True)],
    # One line of big type on a strip of 448 x 56: 128 patches, 32 vision tokens.
    "words": [Shape(1, 1, 1, ("strip",), (16, 34), 0.2, 56)],
    # One to five lines on strips; rows are as long as those of a full tile, so nothing is learnt anew later.
    "lines": [Shape(2, 1, 1, ("strip",), (14, 40), 0.5, 56), Shape(3, 1, 1, ("strip",), (12, 40), 0.5, 112),
              Shape(1, 1, 1, ("prose",), (11, 34), 0.5, 224)],
    "tile": [Shape(1, 1, 1, ("strip",), (12, 40), 0.7, 112), Shape(1, 1, 1, ("prose",), (11, 34), 0.7, 224),
             Shape(4, 1, 1, PAGE + ("blank", "form"), (11, 32), 0.7)],
    "pages": [Shape(2, 1, 1, ("prose",), (10, 34), 1, 224), Shape(3, 1, 1, PAGE + ("blank", "form"), (10, 32), 1),
              Shape(2, 1, 2, PAGE + ("form",), (11, 32), 1), Shape(2, 2, 1, PAGE + ("crop",), (11, 32), 1),
              Shape(1, 2, 2, PAGE + ("form",), (11, 32), 1), Shape(3, 2, 3, PAGE + ("blank", "form"), (11, 36), 1),
              Shape(1, 3, 2, PAGE, (11, 36), 1), Shape(1, 1, 3, ("receipt", "prose"), (12, 36), 1),
              Shape(2, 6, 1, ("crop",), (0, 0), 1), Shape(0.5, 5, 1, ("crop",), (0, 0), 1), Shape(0.5, 4, 1, ("crop",), (0, 0), 1),
              Shape(0.5, 3, 1, ("crop",), (0, 0), 1)],
    "forms": [Shape(2, 1, 1, PAGE + ("blank", "form", "form"), (10, 32), 1), Shape(2, 1, 2, PAGE + ("form", "form"), (11, 32), 1),
              Shape(1, 2, 2, ("form", "form", "table"), (11, 32), 1),
              Shape(4, 2, 3, PAGE + ("blank", "form", "form", "form"), (11, 36), 1),
              Shape(1, 3, 2, PAGE + ("form",), (11, 36), 1), Shape(2, 6, 1, ("crop",), (0, 0), 1),
              Shape(0.5, 5, 1, ("crop",), (0, 0), 1), Shape(0.5, 4, 1, ("crop",), (0, 0), 1), Shape(0.5, 3, 1, ("crop",), (0, 0), 1)],
}
