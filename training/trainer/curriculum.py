"""The stages: what is shown, from single glyphs to whole pages and forms."""

from __future__ import annotations

from synthesis.samples import Shape

PAGE = ("prose", "prose", "prose", "table", "receipt")
STAGES: dict[str, list[Shape]] = {
    # The decoder alone, told by the oracle what an encoder would say, so nothing is drawn. First one or a few lines: to point and to copy.
    "signs": [Shape(2, 1, 1, ("strip",), (18, 30), 0, 56, True, True), Shape(1, 1, 1, ("strip",), (16, 32), 0, 112, blind=True)],
    # Then paragraphs, tables, forms on a tile, and then lines that run across tiles.
    "orders": [Shape(1, 1, 1, ("strip",), (14, 30), 1, 112, blind=True), Shape(2, 1, 1, ("prose",), (15, 30), 1, 224, blind=True),
               Shape(3, 1, 1, PAGE + ("blank", "form"), (16, 32), 1, blind=True), Shape(1, 2, 1, PAGE + ("form",), (16, 30), 1, blind=True)],
    "sheets": [Shape(2, 1, 1, PAGE + ("blank", "form"), (16, 32), 1, blind=True), Shape(1, 2, 2, PAGE + ("form",), (16, 32), 1, blind=True),
               Shape(1, 2, 4, ("receipt", "prose", "form"), (18, 36), 1, blind=True), Shape(1, 3, 3, PAGE + ("form",), (18, 36), 1, blind=True),
               Shape(5, 3, 4, PAGE + ("blank", "form"), (18, 36), 1, blind=True), Shape(1, 4, 3, PAGE + ("form",), (18, 36), 1, blind=True)],
    # The encoder alone, on dense strips: some two hundred characters in 256 patches; first clean and in a few faces.
    "plain": [Shape(1, 1, 1, ("dense",), (20, 26), 0, 112, True)],
    "glyphs": [Shape(4, 1, 1, ("dense",), (17, 28), 0.2, 112), Shape(1, 1, 1, ("dense",), (13, 18), 0.2, 112),
               Shape(1, 1, 1, ("dense",), (26, 44), 0.2, 112)],
    "worn": [Shape(5, 1, 1, ("dense",), (16, 28), 0.4, 112), Shape(1, 1, 1, ("dense",), (13, 18), 0.4, 112),
             Shape(1, 1, 1, ("dense",), (26, 44), 0.4, 112), Shape(2, 1, 1, PAGE + ("form",), (16, 32), 0.7)],
    # Encoder and decoder together on what both know.
    "first": [Shape(6, 1, 1, ("strip",), (20, 26), 0, 56, True), Shape(1, 1, 1, ("strip",), (20, 26), 0, plain=True)],
    # One line of big type on a strip of 448 x 56: 128 patches, 32 vision tokens.
    "words": [Shape(1, 1, 1, ("strip",), (16, 34), 0.2, 56)],
    # One to five lines on strips; rows are as long as those of a full tile, so nothing is learnt anew later.
    "lines": [Shape(2, 1, 1, ("strip",), (14, 40), 0.5, 56), Shape(3, 1, 1, ("strip",), (14, 40), 0.5, 112),
              Shape(1, 1, 1, ("prose",), (15, 34), 0.5, 224)],
    "tile": [Shape(1, 1, 1, ("strip",), (14, 40), 0.7, 112), Shape(1, 1, 1, ("prose",), (15, 34), 0.7, 224),
             Shape(4, 1, 1, PAGE + ("blank", "form"), (16, 34), 0.7), Shape(1, 2, 1, PAGE + ("form",), (16, 34), 0.7)],
    # A full page costs four seconds of one core before a word of it is read, so it must have many: forms and receipts, which have few, come small.
    "pages": [Shape(0.5, 1, 1, PAGE + ("blank", "form"), (16, 34), 0.5), Shape(0.5, 2, 2, PAGE + ("form",), (16, 34), 0.5),
              Shape(0.25, 2, 4, ("receipt", "prose", "form"), (18, 36), 0.5), Shape(0.25, 3, 3, PAGE, (18, 36), 0.5),
              Shape(6, 3, 4, ("prose", "prose", "prose", "prose", "table"), (17, 30), 0.5), Shape(0.5, 4, 3, ("prose", "table"), (17, 30), 0.5)],
    "forms": [Shape(2, 1, 1, PAGE + ("blank", "form", "form"), (16, 34), 1), Shape(1, 2, 2, ("form", "form", "table"), (16, 34), 1),
              Shape(4, 3, 4, PAGE + ("blank", "form", "form", "form"), (18, 36), 1), Shape(1, 4, 3, PAGE + ("form",), (18, 36), 1),
              Shape(0.5, 12, 1, ("crop",), (0, 0), 1), Shape(0.5, 9, 1, ("crop",), (0, 0), 1)],
}
