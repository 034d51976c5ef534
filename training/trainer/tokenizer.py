"""A small Qwen2 tokenizer (vocab.json, merges.txt, byte level) and InternVL 2.5's template.

    python -m trainer.tokenizer cache/material cache/tokenizer

The fixed words of the template are merged whole, so that the Chinese system message costs some ten tokens.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from synthesis.material import ASCII, EXTRA, Material
from synthesis.text import Writer

SPLIT = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>",
            "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
            "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>",
            "<|file_sep|>", "<img>", "</img>", "<IMG_CONTEXT>", "<quad>", "</quad>", "<ref>", "</ref>", "<box>", "</box>"]
#: The model says where it reads before what it reads: a tile, and in it the upper or lower half of a vision token. These words are special, so
#: nobody who reads the text sees them. To find a place by its name is easy; to find the next character by what was read so far is not.
PLACES = [f"<|place_{k}|>" for k in range(2 * 16 * 16)]
MARKED_TILES = [f"<|tile_{k}|>" for k in range(12)]
SPECIALS += PLACES + MARKED_TILES
#: Qwen2 marks these as added, not special.
NOT_SPECIAL = set(SPECIALS[14:22])
SYSTEM = "你是书生·万象，英文名是InternVL，是由上海人工智能实验室、清华大学及多家合作单位联合开发的多模态大语言模型。"
#: The texts of the product's TaskRows (InternVL).
READ = "Read all text on this page in reading order and write it as Markdown. Write tables as Markdown tables."
ASK_SUFFIX = " Answer the question using a single word or phrase."
ENGLISH_PIECES = 800


def before(question: str) -> tuple[str, str]:
    """The prompt of template internvl2_5 up to the picture's tokens, and from their end to the answer."""
    return (f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n<img>",
            f"</img>\n{question}<|im_end|>\n<|im_start|>assistant\n")


def build(vocab: dict[str, int], merges: list[tuple[str, str]]) -> Tokenizer:
    """The tokenizer as transformers builds Qwen2's fast tokenizer from its two files."""
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=merges))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False, trim_offsets=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_tokens([AddedToken(s, special=s not in NOT_SPECIAL, normalized=False) for s in SPECIALS])
    return tokenizer


def load(folder: str | Path) -> Tokenizer:
    """Reads vocab.json and merges.txt."""
    folder = Path(folder)
    lines = folder.joinpath("merges.txt").read_text(encoding="utf-8").splitlines()
    merges = [tuple(line.split(" ")) for line in lines if line and not line.startswith("#version")]
    return build(json.loads(folder.joinpath("vocab.json").read_text(encoding="utf-8")), merges)


def learn(material: Material, seed: int = 1) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """English pieces from the training text, then merges that make the template's words whole."""
    writer = Writer(material, random.Random(seed))
    tokenizer = build({}, [])
    trainer = trainers.BpeTrainer(vocab_size=ENGLISH_PIECES, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
                                  max_token_length=10, show_progress=False)
    tokenizer.train_from_iterator((" ".join(writer.words(60)) for _ in range(20000)), trainer)
    model = json.loads(tokenizer.to_str())["model"]
    merges = [tuple(m) for m in model["merges"]]
    pieces = sorted(pre_tokenizers.ByteLevel.alphabet()) + ["".join(m) for m in merges]
    vocab = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    fixed = [SYSTEM, "system", "user", "assistant", READ, ASK_SUFFIX]
    for word, _ in [w for text in fixed for w in build(vocab, merges).pre_tokenizer.pre_tokenize_str(text)]:
        fold(word, vocab, merges)
    for char in EXTRA:
        fold("".join(p for p, _ in build(vocab, merges).pre_tokenizer.pre_tokenize_str(char)), vocab, merges)
    return vocab, merges


def fold(word: str, vocab: dict[str, int], merges: list[tuple[str, str]]) -> None:
    """Adds merges until a word (in byte-level letters) is one piece."""
    while True:
        pieces = [t.value for t in models.BPE(vocab=vocab, merges=merges).tokenize(word)]
        if len(pieces) == 1:
            return
        merges.append((pieces[0], pieces[1]))
        vocab.setdefault(pieces[0] + pieces[1], len(vocab))


def write(folder: Path, vocab: dict[str, int], merges: list[tuple[str, str]]) -> None:
    """vocab.json and merges.txt as Qwen2 ships them."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), encoding="utf-8")
    folder.joinpath("merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[2]), *learn(Material(sys.argv[1])))
    made = load(sys.argv[2])
    ends = [made.encode(t).tokens for t in before(READ)]
    print(made.get_vocab_size(), "pieces; prompt", [len(e) for e in ends], ends[1])
