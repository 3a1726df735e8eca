"""Cases as data: each has a name of its own, so that a failure names one, and none stands twice."""

import json
import pathlib
from collections import Counter

import pytest

FILES = sorted((pathlib.Path(__file__).parent / "cases").rglob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_case_has_its_own_name(path: pathlib.Path) -> None:
    cases = json.loads(path.read_text(encoding="utf-8"))
    names = Counter(case["id"] for case in cases if isinstance(case, dict) and "id" in case)
    assert [name for name, count in names.items() if count > 1] == []
