"""Fonts and texts, as `synthesis.gather` put them into one folder. Equal folders and equal seeds give equal pages on every machine."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

#: Characters beyond printable ASCII that the model is taught.
EXTRA = "–—‘’“”•…©®°£€§é×½"
ASCII = "".join(chr(c) for c in range(33, 127))

#: Eight faces of everyday print, to begin with: what is learnt on them carries over to the others.
PLAIN = frozenset(f"fonts/{name}.ttf" for name in (
    "Carlito-Regular", "Caladea-Regular", "LiberationSans-Regular", "LiberationSerif-Regular", "LiberationMono-Regular", "DejaVuSans",
    "DejaVuSerif", "NotoSans-Regular"))


@dataclass(frozen=True)
class Font:
    """One font file, relative to the material's folder, and the EXTRA characters it draws."""

    file: str
    extra: str
    weight: float


class Material:
    """What pages are made of. Read-only after construction; every worker process opens its own."""

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        table = json.loads((self.folder / "material.json").read_text())
        self.fonts = [Font(f["file"], f["extra"], f["weight"]) for f in table["fonts"]]
        self.weights = [f.weight for f in self.fonts]
        self.prose: list[list[str]] = [p.split() for p in read_gz(self.folder / "prose.txt.gz").split("\n") if p]
        self.words: list[str] = read_gz(self.folder / "words.txt.gz").split("\n")

    def face(self, font: Font, pixels: int) -> ImageFont.FreeTypeFont:
        """The font at a size in pixels."""
        return open_face(str(self.folder / font.file), pixels)


@lru_cache(maxsize=1500)
def open_face(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    """Basic layout: no shaping, so a character's place is a sum of advances."""
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)


def read_gz(path: Path) -> str:
    """A gzip file as text."""
    return gzip.decompress(path.read_bytes()).decode("utf-8")
