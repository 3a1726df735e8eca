"""Pinyin glosses: those of a filter go, those of an author stay."""

import pathlib
import unicodedata

import pytest
from casefiles import read_cases

from corpus.alignment import Edit, apply_edits
from corpus.repair import readings
from corpus.repair.glosses import find_glosses, read_glosses, read_row


def without_glosses(text: str) -> str:
    return apply_edits(text, [Edit(c.start, c.end, c.new) for c in find_glosses(text)])


@pytest.mark.parametrize("case", read_cases("glosses_found"), ids=lambda case: case["id"])
def test_found(case: dict) -> None:
    assert without_glosses(case["text"]) == case["want"]
    assert without_glosses(case["want"]) == case["want"]


@pytest.mark.parametrize("case", read_cases("byteshift_leave_alone"), ids=lambda case: case["id"])
def test_leave_alone(case: dict) -> None:
    assert find_glosses(case["text"]) == []


def test_a_row_of_readings_ends_where_another_reading_begins() -> None:
    text = "銀行(háng)( háng ) (hang)(xíng)走"  # 行 has both readings, 走 neither
    assert read_row(text, 2, "行") == text.index("(x")
    assert read_row(text, 2, "走") == 2
    (gloss,) = read_glosses(text)
    assert (gloss.start, gloss.end, gloss.reading, gloss.char) == (2, text.index("(x"), "háng", "行")


def test_decomposed_tone_marks() -> None:
    text = unicodedata.normalize("NFD", "縣(xiàn)域經(jīng)濟").replace("\u7d93", "經")
    assert without_glosses(text) == "縣域經濟"


def test_table_is_sorted_and_complete() -> None:
    lines = readings.TABLE.read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == ["reading", "characters", "source"]
    rows = [line.split("\t") for line in lines[1:]]
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert all(len(row) == 3 and row[1] and row[0].strip() == row[0] for row in rows)
    assert readings.is_read("優", "yōu") and readings.is_read("优", "you") and not readings.is_read("优", "xiàn")
    assert "優" in readings.find_characters("yōu") and readings.find_characters("xyz") == ""
    assert readings.is_usual_reading("行", "xíng") and not readings.is_usual_reading("行", "háng")
    assert readings.is_usual_reading("行", "xing") and not readings.is_usual_reading("龘龘", "dá")
    assert [readings.plain_syllable(one) for one in ("lǜ", "ɡuó", "xiàn", "er")] == ["lv", "guo", "xian", "er"]
    assert readings.is_toned("lǜ") and not readings.is_toned("lü") and not readings.is_toned("guo")


def test_plans(shared: pathlib.Path) -> None:
    for path in sorted((shared / "provinces").glob("*.txt")):
        assert find_glosses(path.read_text(encoding="utf-8")) == [], path.name
