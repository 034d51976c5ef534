"""Paths, and a material of two fonts so that the tests need nothing gathered."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


@pytest.fixture(scope="session")
def golden() -> Path:
    """A random checkpoint in the official layout, with what the reference computes on it."""
    return ROOT.parent / "models/src/test/golden/internvl25-qwen-tiny"


@pytest.fixture(scope="session")
def material() -> Path:
    """The gathered material; without it the tests that draw pages are left out."""
    folder = ROOT / "cache/material"
    if not (folder / "material.json").exists():
        pytest.skip("no material: run python -m synthesis.gather cache/material")
    return folder


@pytest.fixture(scope="session")
def tokenizer(material: Path) -> Path:
    """The tokenizer made from the material."""
    folder = ROOT / "cache/tokenizer"
    if not (folder / "vocab.json").exists():
        pytest.skip("no tokenizer: run python -m trainer.tokenizer cache/material cache/tokenizer")
    return folder
