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


#: What offices and books print with, and how often: upright faces; bold and slanted ones of the same families follow by SLANTS.
EVERYDAY = {
    "LiberationSans-": 4, "LiberationSerif-": 4, "NimbusRoman-": 2, "NimbusSans-": 2, "Carlito-": 2, "Caladea-": 1, "cmun": 1.5, "lmroman10-": 1.5,
    "lmroman9-": 0.5, "lmroman8-": 0.5, "texgyretermes-": 1, "texgyreheros-": 1, "DejaVuSans": 1, "DejaVuSerif": 0.5, "NotoSans-": 1,
    "NotoSerif-": 0.5, "OpenSans-": 0.7, "Roboto-": 0.7, "P052-": 0.5, "C059-": 0.3, "LiberationMono-": 0.6, "NimbusMonoPS-": 0.4, "DejaVuSansMono": 0.3}
UPRIGHT = ("Regular", "regular", "Roman", "cmunrm", "DejaVuSans", "DejaVuSerif", "DejaVuSansMono")
SLANTS = {"Bold": 0.3, "bold": 0.3, "cmunbx": 0.3, "Italic": 0.15, "italic": 0.15, "cmunti": 0.15, "cmunss": 0.15, "cmuntt": 0.15}
#: Share of all other faces.
RARE = 0.15


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
        self.weights = weights(self.fonts)
        self.prose: list[list[str]] = [p.split() for p in read_gz(self.folder / "prose.txt.gz").split("\n") if p]
        self.words: list[str] = read_gz(self.folder / "words.txt.gz").split("\n")

    def face(self, font: Font, pixels: int) -> ImageFont.FreeTypeFont:
        """The font at a size in pixels."""
        return open_face(str(self.folder / font.file), pixels)


def weights(fonts: list[Font]) -> list[float]:
    """How often each face is drawn: mostly those of everyday print."""
    common = [everyday(Path(f.file).stem) for f in fonts]
    rare = [0.0 if c else f.weight for c, f in zip(common, fonts)]
    return [(1 - RARE) * c / max(sum(common), 1e-9) + RARE * r / max(sum(rare), 1e-9) for c, r in zip(common, rare)]


def everyday(name: str) -> float:
    """Weight of a face of everyday print, 0 for others."""
    family = max((f for f in EVERYDAY if name.startswith(f)), key=len, default="")
    if not family:
        return 0.0
    style = name if name.startswith("cmun") else name.removeprefix(family)
    share = 1.0 if name in UPRIGHT or style in UPRIGHT else SLANTS.get(style, 0.0)
    return EVERYDAY[family] * share


@lru_cache(maxsize=1500)
def open_face(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    """Basic layout: no shaping, so a character's place is a sum of advances."""
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)


def read_gz(path: Path) -> str:
    """A gzip file as text."""
    return gzip.decompress(path.read_bytes()).decode("utf-8")
