"""Who may read for a build: workers with another program, or another form of rows, are told apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kb
from kb.cluster import identity


@pytest.mark.parametrize("changed", ["building/rows.py", "building/product.py", "index/grams.py", "layout/facts.py",
                                     "packing.py", "schema.py", "table.py"])  # fmt: skip
def test_another_form_of_rows_is_noticed(changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path / "kb"
    shutil.copytree(Path(kb.__file__).parent, there, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(identity.resources, "files", lambda _: there)
    before = identity._hash_rows()
    (there / "answers" / "cite.py").write_bytes(b"")
    assert identity._hash_rows() == before  # how answers look is no matter
    with (there / changed).open("a", encoding="utf-8") as stream:
        stream.write("# otherwise\n")
    assert identity._hash_rows() != before


def test_a_missing_library_is_said() -> None:
    assert (
        identity.find_differences({"lxml": "6.0", "jieba": "0.42"}, {"jieba": "0.42"}) == "lxml missing there, 6.0 here"
    )
