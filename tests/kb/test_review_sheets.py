"""Coding sheets: what may stand in their cells, and what is said of cells that cannot be used."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import openpyxl
import pytest
from coders import DAY, load, sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import QueryError, StoreError
from kb.base import KnowledgeBase
from kb.review.returned import guard, read_returned, unguard
from kb.review.sampling import find_near


def test_bad_rows_are_listed_with_their_cells(base_file: Path, tmp_path: Path) -> None:
    bad = {
        "90%以上": {"decision": "correct", "correct_value": "many"},
        "98%": {"decision": "accept", "correct_value": "3"},
        "8%": {"decision": "maybe"},
    }
    file = sheet(base_file, tmp_path / "s.csv", lambda row: bad.get(row["text"], {"decision": "accept"}))
    done = load(base_file, file)
    with KnowledgeBase(base_file) as base:
        assert done.kept == len(base.facts()) - 3
    with file.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.reader(stream))
    row = next(n for n, cells in enumerate(table, 1) if "many" in cells)
    cells = [one.cell for one in done.problems]
    assert f"{_letter(table[0].index('correct_value'))}{row}" in cells and len(cells) == 3


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def test_a_workbook_filled_in(base_file: Path, tmp_path: Path) -> None:
    from kb.review.sheet import review_rows, write_review

    with KnowledgeBase(base_file) as base:
        rows = review_rows(base.db, sample="stratified", by="kind", size=6)
    write_review(rows, tmp_path / "s.xlsx", {})
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert book.sheetnames == ["measure", "date", "role", "说明"]
    page = book["measure"]
    header = [cell.value for cell in page[1]]
    assert page.freeze_panes == "C2" and '"accept,correct,reject"' in [
        one.formula1 for one in page.data_validations.dataValidation
    ]
    for cells in page.iter_rows(min_row=2):
        row = dict(zip(header, cells, strict=True))
        row["decision"].value, row["value"].value = "correct", 12.5  # in place of the reading
    book.save(tmp_path / "s.xlsx")
    done = load(base_file, tmp_path / "s.xlsx", coder="甲")
    assert done.problems == [] and done.kept == page.max_row - 1
    with KnowledgeBase(base_file) as base:
        changed = base.facts(kind="measure")
    assert set(changed[changed["reviewed"].notna()]["value"]) == {12.5}


def test_what_is_no_sheet_is_said(base_file: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(QueryError, match="no coding sheet"):
        load(base_file, tmp_path / "x.csv")
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(StoreError, match="no workbook"):
        load(base_file, tmp_path / "x.xlsx")
    with pytest.raises(StoreError, match="cannot be opened"):
        load(base_file, tmp_path / "missing.csv")
    with pytest.raises(StoreError, match="does not exist"):
        load(tmp_path / "none.db", tmp_path / "x.csv")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_workbook_that_breaks_off_is_said(base_file: Path, tmp_path: Path, part: str) -> None:
    from kb.review.sheet import review_rows, write_review

    with KnowledgeBase(base_file) as base:
        write_review(review_rows(base.db), tmp_path / "s.xlsx", {})
    with zipfile.ZipFile(tmp_path / "s.xlsx") as whole, zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as cut:
        for name in whole.namelist():
            data = whole.read(name)
            cut.writestr(name, data[: len(data) // 2] if name == part else data)
    with pytest.raises(StoreError, match="is no workbook"):
        load(base_file, tmp_path / "cut.xlsx")


def test_other_files_are_said_to_be_none(base_file: Path, samples: Path, tmp_path: Path) -> None:
    csv.field_size_limit(2**31 - 1)  # as other libraries do when they are imported
    with pytest.raises(StoreError, match="is no workbook"):
        load(base_file, next((samples / "plans").glob("*.docx")))
    (tmp_path / "long.csv").write_text("fact_id,decision,note\ns:m1,accept," + "长" * 200_000, encoding="utf-8")
    with pytest.raises(StoreError, match="is no table"):
        load(base_file, tmp_path / "long.csv")


def test_only_repairs_nearby_cast_doubt() -> None:
    repairs = [(0, 500, "likely"), (1000, 1005, "lossy"), (5000, 5001, "lossy")]
    near = [list(find_near(repairs, at, at + 5)) for at in (520, 540, 990, 1030, 1040, 4000, 4960, 4970, 5020, 5040)]
    assert near == [["likely"], [], ["lossy"], ["lossy"], [], [], [], ["lossy"], ["lossy"], []]


def test_samples(base_file: Path) -> None:
    with KnowledgeBase(base_file) as base:
        every = base.review_sheet(limit=None)
        drawn = [base.review_sheet(sample="random", limit=4, seed=seed)["fact_id"].tolist() for seed in (1, 1, 2)]
        assert drawn[0] == drawn[1] and len(drawn[0]) == 4 and set(drawn[0]) <= set(every["fact_id"])
        even = base.review_sheet(sample="stratified", by="kind", limit=3)
        assert set(even["kind"]) == {"measure", "date", "role"}
        unsure = base.review_sheet(sample="uncertain", limit=None)["uncertainty"].tolist()
        assert unsure == sorted(unsure, reverse=True) and all(0 <= one <= 1 for one in unsure)
        with pytest.raises(QueryError, match="no way to draw"):
            base.review_sheet(sample="best")


@given(st.text(max_size=40))
def test_guarded_cells_come_back(text: str) -> None:
    assert unguard(guard(text)) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    note=st.text(min_size=1, max_size=60),
    coder=st.text(min_size=1, max_size=12),
    suffix=st.sampled_from(["csv", "xlsx"]),
)
def test_hostile_words_go_round_once(base_file: Path, tmp_path: Path, note: str, coder: str, suffix: str) -> None:
    from kb.review.sheet import review_rows, write_review

    with KnowledgeBase(base_file) as base:
        rows = review_rows(base.db, size=1)
    file = tmp_path / f"s.{suffix}"
    write_review([row | {"decision": "accept", "note": note, "coder": coder, "date": DAY} for row in rows], file, {})
    first = read_returned(file)
    if not first.decisions:
        assert not coder.strip() or "nobody" in first.problems[0].problem
        return
    one = first.decisions[0]
    write_review(
        [row | {"decision": "accept", "note": one.note, "coder": one.coder, "date": DAY} for row in rows], file, {}
    )
    (two,) = read_returned(file).decisions
    assert (two.note, two.coder, two.shown["reading"]) == (one.note, one.coder, one.shown["reading"])
    assert "=" not in note or "=" in one.note
