"""Puts an exported model into the product, and writes down what it must answer there.

    python ship.py cache/export --notice "One line that people see before its answers; nothing where none is needed."

The folder's files go to models/src/main/resources/embedded, in place of what lies there, with a list of them. Then the model, as it was
shipped, reads the pictures beside engine/src/test/resources/embedded/golden.json, and its answers become that file; a test of the engine
holds the product against them. `python ship.py --golden` does only that.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from evaluate import Reader
from synthesis.tiles import TILE, TOKEN, cut, grid
from trainer import tokenizer as words

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "models/src/main/resources/embedded"
GOLDEN = ROOT / "engine/src/test/resources/embedded/golden.json"
LIMIT = 96
#: Where the best token leads by less, rounding may decide: what comes after that is no golden answer.
MARGIN = 0.01


def copy(source: Path, target: Path, notice: str) -> list[str]:
    """Replaces the target by the source's files and the notice; their names."""
    if len(notice.splitlines()) > 1:
        raise ValueError(f"a notice is one line, got {len(notice.splitlines())}")
    if not (source / "model.safetensors").is_file():
        raise FileNotFoundError(f"{source} has no model.safetensors; name a folder that export.py wrote")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted(source.iterdir()):
        shutil.copyfile(path, target / path.name)
    (target / "notice.txt").write_text(notice + "\n" if notice else "", encoding="utf-8")
    names = sorted({path.name for path in target.iterdir()} - {"files.txt"})
    (target / "files.txt").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    return names


@torch.inference_mode()
def margins(reader: Reader, tiles: np.ndarray, ids: list[int]) -> list[float]:
    """How far the best token of each step leads, when the whole answer is given: a second way to the same answer."""
    model, (head, tail) = reader.model, reader.prompt("")
    vision = model.see(reader.shown(tiles, np.zeros((2, 3), np.float32)).flatten(0, 1))[0].flatten(0, 1)[None]
    hidden = model.speak(vision, head, torch.cat([tail, torch.tensor(ids)])[None])[0]
    logits = model.language_model.lm_head(hidden[0, len(tail) - 1:-1])
    if logits.argmax(-1).tolist() != ids:
        raise ValueError("the answer with a cache is not the one without")
    best = logits.topk(2).values
    return (best[:, 0] - best[:, 1]).tolist()


def golden(reader: Reader, path: Path) -> dict[str, object]:
    """What the model says of a picture, as far as it is sure."""
    image, stop = Image.open(path).convert("RGB"), reader.tokenizer.token_to_id("<|im_end|>")
    columns, rows = grid(*image.size, (reader.config["min_dynamic_patch"], reader.config["max_dynamic_patch"]))
    tiles = cut(image, columns, rows)
    head, tail = reader.prompt("")
    ids = reader.ids(tiles, np.zeros((2, 3), np.float32))
    whole = ids + [stop] * (len(ids) < LIMIT)
    leads = margins(reader, tiles, whole)
    sure = next((number for number, lead in enumerate(leads) if lead < MARGIN), len(whole))
    return {"file": path.name, "columns": columns, "rows": rows, "promptTokens": len(head) + len(tiles) * (TILE // TOKEN) ** 2 + len(tail),
            "ids": whole[:sure], "text": reader.tokenizer.decode(whole[:sure], skip_special_tokens=True)}


def sizes(reader: Reader) -> str:
    """What the model card says of the model's size."""
    vision, language = reader.config["vision_config"], reader.config["llm_config"]
    count = lambda part: sum(p.numel() for p in part.parameters()) / 1e6
    return (f"{count(reader.model):.2f} M parameters, {count(reader.model.language_model):.2f} M of them the decoder's; encoder "
            f"{vision['hidden_size']} wide, {vision['num_hidden_layers']} layers, {vision['num_attention_heads']} heads; decoder "
            f"{language['hidden_size']} wide, {language['num_hidden_layers']} layers, {language['num_attention_heads']} heads, "
            f"{language['num_key_value_heads']} for keys and values; {language['vocab_size']} ids; {len(reader.prompt()[0])} tokens before the picture")


def write_golden(shipped: Path, target: Path) -> None:
    """Lets the model in a folder read the pictures beside a file, and writes that file."""
    torch.set_num_threads(1)
    reader = Reader(shipped, "", "cpu", LIMIT)
    print(sizes(reader))
    pictures = [golden(reader, path) for path in sorted(target.parent.glob("*.png"))]
    target.write_text(json.dumps({"prompt": words.READ, "pictures": pictures}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for each in pictures:
        print(f"{each['file']}: {len(each['ids'])} tokens, {each['text']!r}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", type=Path, nargs="?")
    parser.add_argument("--notice", default="")
    parser.add_argument("--golden", action="store_true", help="only the answers, of what is shipped already")
    args = parser.parse_args()
    if not args.golden:
        if args.export is None:
            parser.error("name the folder that export.py wrote")
        print(", ".join(copy(args.export, SHIPPED, args.notice)))
    write_golden(SHIPPED, GOLDEN)


if __name__ == "__main__":
    main()
