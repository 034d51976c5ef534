"""Gathers fonts and texts of a Debian machine once into one folder that travels to the training machine.

    python -m synthesis.gather cache/material

The folder holds the fonts, cut down to the taught characters, `material.json` (font list, extra characters, packages, licences),
`prose.txt.gz` and `words.txt.gz`. README.md lists the packages to install before.
"""

from __future__ import annotations

import glob
import gzip
import html
import json
import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font
from PIL import ImageFont

from synthesis.material import ASCII, EXTRA, open_face

#: Debian package, licence, file patterns, and how often its fonts are drawn.
FONTS: list[tuple[str, str, float, list[str]]] = [
    ("fonts-dejavu", "Bitstream Vera / public domain", 1, ["truetype/dejavu/*.ttf"]),
    ("fonts-liberation2", "OFL-1.1", 4, ["truetype/liberation2/*.ttf"]),
    ("fonts-freefont-ttf", "GPL-3+ with font exception", 1, ["truetype/freefont/*.ttf"]),
    ("fonts-crosextra-carlito", "OFL-1.1", 3, ["truetype/crosextra/Carlito*.ttf"]),
    ("fonts-crosextra-caladea", "OFL-1.1", 3, ["truetype/crosextra/Caladea*.ttf"]),
    ("fonts-noto-core", "OFL-1.1", 2, [f"truetype/noto/{f}-{s}.ttf" for f in
                                       ("NotoSans", "NotoSerif", "NotoSansDisplay", "NotoSerifDisplay")
                                       for s in ("Regular", "Bold", "Italic", "BoldItalic", "Light", "Condensed")]),
    ("fonts-noto-mono", "OFL-1.1", 1, ["truetype/noto/NotoSansMono-Regular.ttf", "truetype/noto/NotoMono-Regular.ttf"]),
    ("fonts-roboto-unhinted", "Apache-2.0", 1, ["truetype/roboto/**/Roboto-*.ttf", "truetype/roboto/**/RobotoCondensed-*.ttf"]),
    ("fonts-lato", "OFL-1.1", 1, ["truetype/lato/Lato-*.ttf"]),
    ("fonts-open-sans", "Apache-2.0", 1, ["truetype/open-sans/*.ttf"]),
    ("fonts-inconsolata", "OFL-1.0", 1, ["truetype/inconsolata/*.otf"]),
    ("fonts-ebgaramond", "OFL-1.1", 1, ["opentype/ebgaramond/EBGaramond*.otf"]),
    ("fonts-courier-prime", "OFL-1.1", 1, ["opentype/courier-prime/*.otf", "truetype/courier-prime/*.ttf"]),
    ("fonts-linuxlibertine", "OFL-1.1 / GPL-2+ with font exception", 1, ["opentype/linux-libertine/LinLibertine_R*.otf",
                                                                      "opentype/linux-libertine/LinBiolinum_R*.otf"]),
    ("fonts-urw-base35", "AGPL-3 with font exception", 4, [f"opentype/urw-base35/{f}-*.otf" for f in
                                                           ("NimbusRoman", "NimbusSans", "NimbusSansNarrow", "NimbusMonoPS", "C059",
                                                            "P052", "URWBookman", "URWGothic")]),
    ("fonts-cmu", "OFL-1.1", 2, [f"truetype/cmu/cmun{s}.ttf" for s in ("rm", "bx", "ti", "bi", "ss", "tt", "sl")]),
    ("fonts-lmodern", "GUST Font License", 4, ["/usr/share/texmf/fonts/opentype/public/lm/lm*10-*.otf",
                                               "/usr/share/texmf/fonts/opentype/public/lm/lmroman[89]-*.otf"]),
    ("fonts-texgyre", "GUST Font License", 2, ["/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyre[ahpts]*-*.otf"]),
    ("fonts-cantarell", "OFL-1.1", 1, ["opentype/cantarell/*.otf"]),
    ("fonts-sil-gentium-basic", "OFL-1.1", 1, ["truetype/gentium-basic/*.ttf"]),
]
#: Prose of Debian packages (licences stand in each package's copyright file).
PROSE = ["/usr/share/games/fortunes/*", "/usr/share/doc/debian-policy/*.txt.gz", "/usr/share/doc/debian/FAQ/*.en.html",
         "/usr/share/developers-reference/_sources/*.rst.txt", "/usr/share/doc/debian-handbook/html/en-US/*.html",
         "/usr/share/doc/debian/*.txt*", "/usr/share/common-licenses/*", "/usr/share/perl/**/*.pod",
         "/usr/share/doc/*/README*", "/usr/share/doc/*/copyright"]
PROSE_LIMIT = 6_000_000


def drawn(face: ImageFont.FreeTypeFont, char: str) -> bool:
    """Whether the font has its own picture for the character."""
    return bytes(face.getmask(char)) not in (bytes(face.getmask("\uffff")), b"")


def plain(path: str) -> str:
    """Text of one documentation file, without tags."""
    raw = Path(path).read_bytes()
    text = (gzip.decompress(raw) if path.endswith(".gz") else raw).decode("utf-8", "ignore")
    if path.endswith(".html"):
        text = html.unescape(re.sub(r"<(script|style|pre).*?</\1>|<[^>]+>", " ", re.sub(r"</(p|li|h\d|td)>", "\n\n", text), flags=re.S))
    return text


def paragraphs(text: str) -> list[str]:
    """Clean paragraphs in the taught characters."""
    known = set(ASCII + EXTRA + " ")
    found = []
    for part in re.split(r"\n\s*\n|\n%\n", text.replace("\u00a0", " ")):
        line = "".join(c for c in " ".join(part.split()) if c in known)
        if 30 < len(line) < 2000 and sum(c.isalpha() or c == " " for c in line) > 0.75 * len(line):
            found.append(line)
    return found


def subset(path: str, target: Path) -> None:
    """Writes the font with the taught characters only: some 30 kB in place of up to 1 MB."""
    options = Options(layout_features=["kern"], notdef_outline=True, name_IDs=[0, 1, 2, 13], recalc_timestamp=False)
    font = load_font(path, options)
    maker = Subsetter(options)
    maker.populate(text=ASCII + EXTRA + " ")
    maker.subset(font)
    save_font(font, str(target), options)


def gather(folder: Path) -> None:
    """Copies fonts and texts; prints what was found."""
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    fonts, packages = [], []
    for package, licence, weight, patterns in FONTS:
        paths = sorted({p for pattern in patterns for p in glob.glob(f"/usr/share/fonts/{pattern}" if pattern[0] != "/" else pattern,
                                                                     recursive=True)})
        kept = [p for p in paths if all(drawn(open_face(p, 24), c) for c in ASCII)]
        for path in kept:
            subset(path, folder / "fonts" / Path(path).name)
            face = open_face(path, 24)
            fonts.append({"file": f"fonts/{Path(path).name}", "weight": weight / len(kept),
                          "extra": "".join(c for c in EXTRA if drawn(face, c))})
        packages.append({"package": package, "licence": licence, "fonts": len(kept)})
    seen: dict[str, None] = {}
    for path in sorted({p for pattern in PROSE for p in glob.glob(pattern, recursive=True)}):
        if Path(path).is_file() and not path.endswith((".dat", ".u8")) and "art" not in Path(path).name:
            seen.update(dict.fromkeys(paragraphs(plain(path))))
    prose = list(seen)
    size, step = sum(map(len, prose)), 1
    while size / step > PROSE_LIMIT:
        step += 1
    words = [w for w in Path("/usr/share/dict/words").read_text().split() if w.isascii() and len(w) < 15]
    (folder / "prose.txt.gz").write_bytes(gzip.compress("\n".join(prose[::step]).encode(), mtime=0))
    (folder / "words.txt.gz").write_bytes(gzip.compress("\n".join(words).encode(), mtime=0))
    (folder / "material.json").write_text(json.dumps({"fonts": fonts, "packages": packages, "prose": PROSE}, indent=1))
    print(f"{len(fonts)} fonts of {len(packages)} packages, {len(prose[::step])} paragraphs, {len(words)} words")
    for entry in packages:
        print(f"  {entry['package']}: {entry['fonts']} ({entry['licence']})")


if __name__ == "__main__":
    gather(Path(sys.argv[1] if len(sys.argv) > 1 else "cache/material"))
