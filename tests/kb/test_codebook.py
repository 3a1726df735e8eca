"""The data dictionary is what the program says of itself, and says something of every column."""

from __future__ import annotations

import re
from pathlib import Path

from kb.answers.codebook import write_dictionary

PAGE = Path(__file__).resolve().parents[2] / "docs" / "data_dictionary.md"


def test_the_page_is_up_to_date() -> None:
    made = "\n".join(write_dictionary()) + "\n"
    assert PAGE.read_text(encoding="utf-8") == made, "python -m kb.answers.codebook > docs/data_dictionary.md"


def test_every_column_is_explained_in_both_languages() -> None:
    rows = re.findall(r"^\| `(\w+)` \| \w+ \| (.*) \| (.*) \|$", "\n".join(write_dictionary()), flags=re.MULTILINE)
    assert len(rows) > 200
    assert [name for name, en, zh in rows if not en.strip() or not zh.strip()] == []
