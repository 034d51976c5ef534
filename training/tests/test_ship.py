"""An export carries what the product needs, and replaces what was shipped before."""

import json

import pytest
import torch

from export import export
from ship import copy


def test_an_export_says_that_more_tiles_than_in_training_make_no_sense(tokenizer, tmp_path):
    conf = {"max_dynamic_patch": 12, "llm_config": {"eos_token_id": 1001}}
    torch.save({"model": {"model.mlp1.0.weight": torch.ones(3)}, "config": conf}, tmp_path / "last.pt")
    export(tmp_path / "last.pt", tokenizer, tmp_path / "export")
    assert json.loads((tmp_path / "export/config.json").read_text()) == {**conf, "max_dynamic_patch_limit": 12}


def test_what_is_shipped_is_the_export_with_its_notice_and_a_list_of_all(tmp_path):
    source, target = tmp_path / "export", tmp_path / "shipped"
    for folder, names in ((source, ("config.json", "model.safetensors")), (target, ("old.json", "files.txt"))):
        folder.mkdir()
        for name in names:
            (folder / name).write_text(name)
    assert copy(source, target, "Reads print.") == ["config.json", "model.safetensors", "notice.txt"]
    assert (target / "files.txt").read_text() == "config.json\nmodel.safetensors\nnotice.txt\n"
    assert (target / "notice.txt").read_text() == "Reads print.\n" and not (target / "old.json").exists()
    copy(source, target, "")
    assert (target / "notice.txt").read_text() == ""
    with pytest.raises(ValueError, match="one line"):
        copy(source, target, "Reads print.\nNot more.")
    with pytest.raises(FileNotFoundError, match="export.py"):
        copy(tmp_path, target, "")
