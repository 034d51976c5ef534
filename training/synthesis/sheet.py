"""A sheet of paper: ink goes on, and the text and the place of each of its characters are written down."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont


@dataclass
class Page:
    """A finished page.

    image: mode L, black on white unless inverted; one pixel when nothing was to be drawn. size: width and height in pixels. text: its words in reading order.
    spots: float32 [len(text), 2], the centre (x, y) of each character in pixels, NaN where nothing is drawn.
    """

    image: Image.Image
    size: tuple[int, int]
    text: str
    spots: np.ndarray


@lru_cache(maxsize=4000)
def remembered(path: str, size: int) -> dict[str, dict]:
    """Pictures and advances of a face's characters at a size: drawing them anew is most of a page's time."""
    return defaultdict(dict)


class Style:
    """A face at a size.

    known: the characters that the face draws. leading: base line distance over size. kerned: let FreeType draw whole words, with kerning.
    """

    def __init__(self, face: ImageFont.FreeTypeFont, size: int, known: frozenset[str], leading: float, kerned: bool):
        self.face, self.size, self.known, self.leading, self.kerned = face, size, known, leading, kerned
        known_before = remembered(face.path, size)
        self.glyphs: dict[str, tuple[Image.Image, tuple[int, int]]] = known_before["glyphs"]
        self.advances: dict[str, float] = known_before["advances"]

    @property
    def pitch(self) -> int:
        """Distance of base lines in pixels."""
        return max(self.size + 1, round(self.size * self.leading))

    def glyph(self, char: str) -> tuple[Image.Image, tuple[int, int]]:
        """Mask, and where it goes relative to the pen."""
        if char not in self.glyphs:
            mask, offset = self.face.getmask2(char, "L")
            self.glyphs[char] = Image.frombytes("L", mask.size, bytes(mask)), offset
        return self.glyphs[char]

    def advance(self, char: str) -> float:
        """From one pen position to the next, in pixels."""
        if char not in self.advances:
            self.advances[char] = self.face.getlength(char)
        return self.advances[char]

    def width(self, text: str) -> float:
        """Advance of a text in pixels, without kerning."""
        return sum(map(self.advance, text))

    def clean(self, word: str) -> str:
        """The word without characters that the face cannot draw."""
        return "".join(c for c in word if c in self.known)


class Sheet:
    """Collects ink and text. Coordinates are pixels from the upper left corner."""

    def __init__(self, width: int, height: int, blind: bool = False):
        """`blind`: only the places of the characters are wanted, and nothing is drawn."""
        self.blind = blind
        self.image = Image.new("L", (1, 1) if blind else (width, height), 255)
        self.draw = ImageDraw.Draw(self.image)
        self.width, self.height = width, height
        self.text: list[str] = []
        self.spots: list[tuple[float, float]] = []

    def plain(self, text: str) -> None:
        """Text of the answer that is not drawn: spaces, line ends, the bars of a table."""
        self.text.append(text)
        self.spots += [(np.nan, np.nan)] * len(text)

    def word(self, word: str, x: float, y: float, style: Style, ink: int = 0) -> None:
        """Draws one word with the upper left corner of its box at (x, y)."""
        if style.kerned and not self.blind:
            self.draw.text((round(x), round(y)), word, fill=ink, font=style.face)
        # Half way up a small letter: what a line of print is seen by. The top of a face's box says nothing of where its letters are.
        middle, left = y + style.face.getmetrics()[0] - style.size * 0.26, float(round(x))
        for char in word:
            advance = style.advance(char)
            if not style.kerned and not self.blind:
                mask, offset = style.glyph(char)
                self.image.paste(ink, (round(left) + offset[0], round(y) + offset[1]), mask)
            self.spots.append((left + advance / 2, middle))
            left += advance
        self.text.append(word)

    def line(self, words: list[str], x: float, y: float, style: Style, gap: float = 0, ink: int = 0) -> float:
        """Draws words on one line, one space (plus gap) apart; the x after the last word."""
        space = style.width(" ") + gap
        for number, word in enumerate(words):
            if number:
                self.plain(" ")
                x += space
            self.word(word, x, y, style, ink)
            x += style.width(word)
        return x

    def page(self) -> Page:
        """What was written so far."""
        return Page(self.image, (self.width, self.height), "".join(self.text), np.array(self.spots, np.float32).reshape(-1, 2))


def fill(words: list[str], width: float, style: Style) -> tuple[list[str], list[str]]:
    """As many words as fit in the width, and the rest. Words that the face cannot draw, or wider than the line, are dropped."""
    space, used, taken = style.width(" "), 0.0, []
    for number, raw in enumerate(words):
        word = style.clean(raw)
        length = style.width(word)
        if not word or length > width:
            continue
        if taken and used + space + length > width:
            return taken, words[number:]
        used += length + (space if taken else 0)
        taken.append(word)
    return taken, []
