"""junxian lab: where the notebooks are, copies that never overwrite, JupyterLab asked to stay offline."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from corpus.errors import StoreError
from kb.cli import main
from kb.commands.desk import copy_notebooks, find_notebooks


def test_the_source_tree_is_found() -> None:
    home, ours = find_notebooks()
    assert ours and home.name == "notebooks" and len(list(home.glob("*.ipynb"))) == 7


def test_copies_leave_what_is_there(tmp_path: Path) -> None:
    home, _ = find_notebooks()
    assert copy_notebooks(home, tmp_path / "mine") == 7
    changed = tmp_path / "mine" / "03_compare_counties.ipynb"
    changed.write_text("{}", encoding="utf-8")
    (tmp_path / "mine" / "01_build_a_knowledge_base.ipynb").unlink()
    assert copy_notebooks(home, tmp_path / "mine") == 1
    assert changed.read_text(encoding="utf-8") == "{}"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    home, _ = find_notebooks()
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        copy_notebooks(home, tmp_path / "file" / "mine")


def test_lab_starts_offline_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: started.append(arguments))
    with pytest.raises(SystemExit) as end:
        main(["lab", str(tmp_path / "mine"), "--", "--no-browser"])
    assert end.value.code == 0
    (arguments,) = started
    assert arguments[:3] == [sys.executable, "-m", "jupyterlab"] and arguments[-1] == "--no-browser"
    assert f"--ServerApp.root_dir={tmp_path / 'mine'}" in arguments and "--LabApp.news_url=None" in arguments
    assert len(list((tmp_path / "mine").glob("*.ipynb"))) == 7


def test_options_alone_name_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: started.append(arguments))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["lab", "--", "--no-browser", "--port=8899"])
    assert end.value.code == 0 and started[0][-2:] == ["--no-browser", "--port=8899"]
    assert list(tmp_path.iterdir()) == [] and f"--ServerApp.root_dir={find_notebooks()[0]}" in started[0]
